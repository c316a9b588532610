"""The component page: every part of the face with its name, one sentence and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from isonomy.base import kit_examples

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the component page; its template is `base/kit/<slug>.html`."""

    slug: str
    title: str | Promise
    sentence: str | Promise

    @property
    def template(self) -> str:
        """Where the example is written."""
        return f"base/kit/{self.slug}.html"

    @property
    def markup(self) -> str:
        """How the example is written, for whoever builds the next page."""
        written = (TEMPLATES / self.template).read_text()
        return written.removeprefix("{% load look %}").strip()


EXAMPLES = tuple(Example(*row) for row in kit_examples.ROWS)


def kit(request: HttpRequest, *, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """Show every component; this page is also the visual test."""
    context = {"examples": EXAMPLES, **kit_examples.samples(request), **(extra or {})}
    return render(request, "base/kit.html", context)
