"""The sample room for tests of the ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from tests.base.sample import Audit, Note, tables
from tests.world import World

TRY = sentence("sample.try", gettext_noop("%(who)s tried %(what)s"))


@dataclass(frozen=True)
class Sample:
    """An audit of each organisation, with a private note of one auditor on the first."""

    ines: Actor
    tomasz: Actor
    jonas: Actor
    audit: Audit
    note: Note
    foreign: Audit


@pytest.fixture
def sample(world: World) -> Iterator[Sample]:
    """Rows of two organisations; every guard test first asserts that the foreign ones exist."""
    with tables():
        ines, jonas = world.actor("ines"), world.actor("jonas")
        with recording(ines, TRY):
            audit = Audit.objects.create(organisation=world.aldermoor, title="Ours")
            note = Note.objects.create(
                organisation=world.aldermoor, audit=audit, author_id=ines.person_id, text="Secret"
            )
        with recording(jonas, TRY):
            foreign = Audit.objects.create(organisation=world.kestrel, title="Theirs")
        yield Sample(ines, world.actor("tomasz"), jonas, audit, note, foreign)
