"""What stands on the shelf: shipped packs once and for all, own frameworks for one organisation."""

from __future__ import annotations

import pytest

from isonomy.base.audit_trail import history
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.queries import on_shelf, shelf
from isonomy.catalogue.services import install_framework, preview_framework
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.norms.kernel.workflow import Refused
from isonomy.packs.load import builtin_packs
from isonomy.packs.oscal import to_oscal
from tests.catalogue.making import oscal
from tests.world import World


def test_installing_twice_adds_nothing(stocked: World) -> None:
    before = InstalledPack.objects.for_(stocked.actor("ines")).count()
    assert install_shipped_packs() == []
    assert before == InstalledPack.objects.for_(stocked.actor("ines")).count() == 9


def test_the_shelf_shows_the_six_standards_first(stocked: World) -> None:
    keys = [one.key for one in shelf(stocked.actor("mei"))]
    assert keys[:6] == ["iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001"]
    assert keys[-1] == "hs"


def test_a_pack_from_the_database_is_the_pack_that_was_shipped(stocked: World) -> None:
    found = on_shelf(stocked.actor("ines"), "iso27001")
    assert found is not None
    assert found.pack.nodes == builtin_packs()["iso27001"].nodes


def test_an_own_framework_is_there_for_its_organisation_alone(stocked: World) -> None:
    pack = preview_framework("guild.json", oscal()).pack
    assert pack is not None
    row = install_framework(actor=stocked.actor("ines"), pack=pack)
    assert row.organisation_id == stocked.aldermoor.pk
    assert on_shelf(stocked.actor("mei"), row.key) is not None
    assert on_shelf(stocked.actor("jonas"), row.key) is None
    assert [event.verb for event in history(stocked.actor("ines"), [row])] == ["catalogue.install"]


def test_the_same_framework_twice_is_refused_and_a_changed_one_is_the_next_version(
    stocked: World,
) -> None:
    ines = stocked.actor("ines")
    first, changed = (preview_framework("g.json", oscal(prose=p)).pack for p in ("Old.", "New."))
    assert first is not None and changed is not None
    install_framework(actor=ines, pack=first)
    with pytest.raises(Refused, match="on your shelf already"):
        install_framework(actor=ines, pack=first)
    row = install_framework(actor=ines, pack=changed)
    assert row.version == 2
    found = on_shelf(ines, row.key)
    assert found is not None and found.pack.by_clause["GB-1"].paraphrase == "New."
    assert InstalledPack.objects.for_(ines).filter(key=row.key).count() == 2


def test_an_import_under_a_shipped_name_does_not_hide_the_shipped_pack(stocked: World) -> None:
    import json

    data = json.dumps(to_oscal(builtin_packs()["iso9001"])).encode()
    pack = preview_framework("iso9001.json", data).pack
    assert pack is not None
    row = install_framework(actor=stocked.actor("ines"), pack=pack)
    assert row.key == "own-iso9001"
    mine, shipped = (on_shelf(stocked.actor("ines"), key) for key in ("own-iso9001", "iso9001"))
    assert mine is not None and mine.own and "own-iso9001:4.1" in mine.pack.by_id
    assert shipped is not None and not shipped.own
