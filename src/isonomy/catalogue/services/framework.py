"""Brings a framework of another publisher onto the organisation's own shelf."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.base.files.limited import run_limited
from isonomy.base.refusals import refused
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.queries import shelf
from isonomy.catalogue.shelf import put_on_shelf
from isonomy.packs.load import ORDER
from isonomy.packs.pack import Pack
from isonomy.packs.source import Problem

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: the pack, or none; and the rows that do not fit."""

    pack: Pack | None
    problems: tuple[Problem, ...]


def preview_framework(
    name: str, data: bytes, catalogs: Sequence[tuple[str, bytes]] = ()
) -> Preview:
    """Read a framework in a process that can do no harm; nothing is installed."""
    given = [{"name": other, "data": b64encode(held).decode()} for other, held in catalogs]
    said = {"name": name, "want": "pack", "catalogs": given}
    found: dict[str, Any] = run_limited("isonomy.catalogue.reading", data, said=said)
    problems = tuple(Problem(**problem) for problem in found["problems"])
    return Preview(Pack.from_json(found["pack"]) if "pack" in found else None, problems)


def install_framework(*, actor: Actor, pack: Pack) -> InstalledPack:
    """Put a framework on the organisation's own shelf.

    The same document twice is refused; another document under the same name becomes its next
    version; a name that the product itself uses gets “own-” in front.
    """
    pack = _named(pack)
    mine = [one.pack for one in shelf(actor) if one.own and one.key == pack.id]
    if mine:
        if replace(mine[0], version=1).digest == replace(pack, version=1).digest:
            raise refused("catalogue.known", _("This framework is on your shelf already."))
        pack = replace(pack, version=mine[0].version + 1)
    return put_on_shelf(actor=actor, pack=_fitting(pack))


def _named(pack: Pack) -> Pack:
    if pack.id in ORDER:
        pack = pack.renamed(f"own-{pack.id}")
    return pack if len(pack.id) <= LONGEST_KEY else pack.renamed(pack.id[:LONGEST_KEY].rstrip("-"))


def _fitting(pack: Pack) -> Pack:
    """The pack with names that fit the columns of the shelf; the document keeps the rest."""
    return replace(
        pack, reference=pack.reference[:200], title=pack.title[:300], number=pack.number[:40]
    )
