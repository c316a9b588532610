"""A hash chain: each link holds the digest of the one before it, so nothing can be slipped in or out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from isonomy.proof.canonical import canonical

GENESIS = "0" * 64
"""What the first link of every chain names as its predecessor."""


def link_hash(previous: str, content: Mapping[str, Any]) -> str:
    """The digest of one link over its predecessor's digest and its canonical content."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One stored link as it was read back: place, content and the two digests it claims."""

    sequence: int
    content: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain is known to reach: its last sequence number and digest."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold, and why."""

    sequence: int
    cause: str


def walk(links: Iterable[Link], *heads: Head) -> Break | None:
    """The first broken link of a chain, or None when it holds and reaches every known head.

    `heads` are heads noted elsewhere (beside the chain, in a file, in a log): a chain that is
    shorter than one of them has lost its tail.
    """
    noted = {head.sequence: head.hash for head in heads}
    previous, expected = GENESIS, 1
    for link in links:
        cause = _cause(link, expected, previous, noted)
        if cause:
            return Break(expected, cause)
        previous, expected = link.hash, expected + 1
    longest = max(heads, key=lambda head: head.sequence, default=None)
    if longest is not None and longest.sequence >= expected:
        return Break(expected, f"the tail is cut: it once reached {longest.sequence}")
    return None


def _cause(link: Link, expected: int, previous: str, noted: Mapping[int, str]) -> str:
    if link.sequence != expected:
        return f"link {expected} is missing; the next one found is {link.sequence}"
    if link.previous != previous:
        return "it does not name the digest of the link before it"
    if link.hash != link_hash(link.previous, link.content):
        return "its content does not match its digest"
    if noted.get(link.sequence, link.hash) != link.hash:
        return "its digest differs from the one that was noted outside the chain"
    return ""
