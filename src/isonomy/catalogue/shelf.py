"""The packs that are installed, as immutable documents kept in memory by their digest."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.catalogue.models import InstalledPack
from isonomy.packs.load import builtin_packs
from isonomy.packs.pack import Pack

INSTALL = sentence("catalogue.install", gettext_noop("%(who)s installed %(reference)s"))

_KNOWN: dict[str, Pack] = {}


def install_shipped_packs() -> list[InstalledPack]:
    """Put every pack of the product on the shelf; what stands there already stays as it is."""
    actor = Actor.system()
    there = set(
        InstalledPack.objects.for_(actor)
        .filter(organisation__isnull=True)
        .values_list("digest", flat=True)
    )
    return [
        put_on_shelf(actor=actor, pack=pack)
        for pack in builtin_packs().values()
        if pack.digest not in there
    ]


def put_on_shelf(*, actor: Actor, pack: Pack) -> InstalledPack:
    """Add one pack: for all when the house itself acts, else for the actor's organisation."""
    with recording(
        actor, INSTALL, said={"reference": pack.reference, "digest": pack.digest}
    ) as event:
        row = InstalledPack(
            organisation_id=actor.organisation_id or None,
            key=pack.id,
            version=pack.version,
            digest=pack.digest,
            reference=pack.reference,
            number=pack.number,
            title=pack.title,
            kind=pack.kind,
            content=pack.to_json(),
        )
        row.save()
        event.about(row)
    return row


def pack_of(row: InstalledPack) -> Pack:
    """The document of an installed pack; read once per process, since it never changes."""
    found = _KNOWN.get(row.digest)
    if found is None:
        found = _KNOWN[row.digest] = Pack.from_json(row.content)
    return found


def packs_of(rows: Iterable[InstalledPack], actor: Actor) -> dict[str, Pack]:
    """The documents of several installed packs by digest; one query for those not in memory."""
    digests = [row.digest for row in rows]
    missing = [digest for digest in digests if digest not in _KNOWN]
    if missing:
        for row in InstalledPack.objects.for_(actor).filter(digest__in=missing):
            pack_of(row)
    return {digest: _KNOWN[digest] for digest in digests}


def packs_for(actor: Actor, digests: Iterable[str] | None = None) -> dict[str, Pack]:
    """The packs an actor may use, by digest; only those named, where digests are given.

    Documents already in memory are not read again from the database.
    """
    rows = InstalledPack.objects.for_(actor).defer("content")
    if digests is not None:
        rows = rows.filter(digest__in=list(digests))
    return packs_of(rows.order_by("pk"), actor)


@lru_cache(maxsize=1)
def harmonized_structure() -> Pack:
    """The Harmonized Structure that this version of the product ships."""
    return builtin_packs()["hs"]
