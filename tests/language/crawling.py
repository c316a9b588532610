"""Walks the house by its own links, as a person would, a few pages of each kind."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r'(?:href|hx-get|data-src)="([^"#]+)')
MOST_OF_A_KIND = 3
LEFT = {"account_logout": "ends the walk"}


@dataclass(frozen=True)
class Visited:
    """A page that was opened."""

    name: str
    address: str
    text: str


def walk(browser: Client, *starts: str) -> Iterator[Visited]:
    """Open pages from the starts on, at most three of every kind."""
    waiting, known, kinds = list(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        name = kind_of(address)
        if not name or kinds[name] >= MOST_OF_A_KIND or name in LEFT:
            continue
        kinds[name] += 1
        answer = browser.get(address)
        text = ""
        found = [answer.headers["Location"]] if answer.status_code in {301, 302} else []
        if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
            text = answer.content.decode()
            found += [html.unescape(link) for link in LINK.findall(text)]
            yield Visited(name, address, text)
        for link in found:
            if link.startswith("?"):
                link = address.partition("?")[0] + link
            if link not in known:
                known.add(link)
                waiting.append(link)


def kind_of(address: str) -> str:
    """The name of the route of an address; empty where it is none of ours or of programs."""
    try:
        name = resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""
    return "" if name.startswith("api-") else name
