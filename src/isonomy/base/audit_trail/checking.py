"""Walk every chain, name the first broken link or a cut tail, and note heads outside the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from isonomy.base.audit_trail.recording import content_of
from isonomy.base.models import ChainHead, Event
from isonomy.proof.chain import Break, Head, Link, walk


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What walking one chain found; `broken` is None where it holds."""

    organisation_id: int
    length: int
    broken: Break | None


def check_trails(noted_in: Path | None = None) -> list[ChainReport]:
    """Walk the chains of all organisations against their heads and the heads noted in a file."""
    noted = _noted(noted_in)
    heads = {head.organisation_id: head for head in ChainHead.objects.all()}
    owners = set(heads) | set(noted)
    owners |= set(Event.objects.order_by().values_list("organisation_id", flat=True).distinct())
    return [_check(owner, heads.get(owner), noted.get(owner, [])) for owner in sorted(owners)]


def _check(owner: int, head: ChainHead | None, noted: list[Head]) -> ChainReport:
    known = [*noted]
    if head is not None and head.sequence:
        known.append(Head(head.sequence, head.hash))
    broken = walk(_links(owner), *known)
    length = Event.objects.filter(organisation_id=owner).count()
    if broken is None and length and (head is None or head.sequence != length):
        broken = Break(length, "the head of the chain does not stand at its last link")
    return ChainReport(owner, length, broken)


def _links(owner: int) -> Iterator[Link]:
    events = Event.objects.filter(organisation_id=owner).order_by("sequence")
    for event in events.iterator(chunk_size=500):
        yield Link(event.sequence, content_of(event), event.previous, event.hash)


def note_heads(path: Path) -> int:
    """Append today's heads of all chains to a file outside the database; returns how many."""
    heads = list(ChainHead.objects.filter(sequence__gt=0).order_by("organisation_id"))
    path.parent.mkdir(parents=True, exist_ok=True)
    at = timezone.now().isoformat(timespec="seconds")
    with path.open("a", encoding="utf-8") as file:
        for head in heads:
            line = {"at": at, "organisation": head.organisation_id}
            file.write(json.dumps({**line, "sequence": head.sequence, "hash": head.hash}) + "\n")
    return len(heads)


def _noted(path: Path | None) -> dict[int, list[Head]]:
    noted: dict[int, list[Head]] = {}
    if path is not None and path.exists():
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            noted.setdefault(item["organisation"], []).append(Head(item["sequence"], item["hash"]))
    return noted
