"""The text of an owned standard: for the eyes of its owner alone, never exported."""

from __future__ import annotations

from isonomy.base.audit_trail import history
from isonomy.catalogue.models import ClauseText
from tests.catalogue.making import HERE
from tests.world import World

TEXT = "Invented sentence of a licensed copy about ovens."
PLACE = "s/iso9001/at/10.2.1/"


def lay(world: World, text: str = TEXT, who: str = "priya") -> int:
    data = {"text": text, "source": "Order 4711"}
    return world.client(who).post(HERE + "s/iso9001/text/10.2.1/", data).status_code


def test_the_own_organisation_reads_the_text(stocked: World) -> None:
    assert lay(stocked) == 302
    page = stocked.client("mei").get(HERE + PLACE).content.decode()
    assert TEXT in page and "Order 4711" in page


def test_another_organisation_never_sees_it(stocked: World) -> None:
    lay(stocked)
    assert ClauseText.objects.for_(stocked.actor("ines")).count() == 1
    other = stocked.client("jonas").get("/o/kestrel-instruments/catalogue/" + PLACE)
    assert other.status_code == 200 and TEXT not in other.content.decode()
    assert stocked.client("jonas").get(HERE + PLACE).status_code == 404


def test_another_organisation_cannot_write_here(stocked: World) -> None:
    assert lay(stocked, who="jonas") == 404
    assert ClauseText.objects.for_(stocked.actor("ines")).count() == 0


def test_a_reader_cannot_lay_down_a_text(stocked: World) -> None:
    assert lay(stocked, who="mei") == 404


def test_it_is_never_exported(stocked: World) -> None:
    lay(stocked)
    client = stocked.client("ines")
    for place in ("s/iso9001/oscal.json", "documents/csv/"):
        assert TEXT not in client.get(HERE + place).content.decode()


def test_its_words_stand_in_no_event(stocked: World) -> None:
    lay(stocked)
    row = ClauseText.objects.for_(stocked.actor("ines")).get()
    event = next(iter(history(stocked.actor("ines"), [row])))
    assert event.verb == "catalogue.lay_down_text"
    assert TEXT not in str(event.said) + str(event.changes)


def test_an_emptied_text_is_gone(stocked: World) -> None:
    lay(stocked)
    assert lay(stocked, text="  ") == 302
    assert ClauseText.objects.for_(stocked.actor("ines")).count() == 0
    assert TEXT not in stocked.client("mei").get(HERE + PLACE).content.decode()


def test_a_text_is_shown_as_text_and_not_as_markup(stocked: World) -> None:
    lay(stocked, text="<script>alert(1)</script>")
    assert "<script>alert" not in stocked.client("mei").get(HERE + PLACE).content.decode()


def test_a_text_that_is_too_long_is_refused_on_the_page(stocked: World) -> None:
    assert lay(stocked, text="x" * 20_001) == 422
