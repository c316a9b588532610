"""Attribute values of ISO/IEC 27002: filled in by the owner of a copy, for his organisation."""

from __future__ import annotations

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from isonomy.catalogue.queries import attributes_of
from isonomy.catalogue.services import import_attributes
from isonomy.catalogue.services.attributes import values_of
from isonomy.packs.load import builtin_packs
from tests.catalogue.making import HERE
from tests.world import World

CONTROL = "iso27001:A.5.1"
TABLE = (
    "Control,Control type,Security domains\n"
    'A.5.1,#Early #Late,"North, South"\n'
    "7.4,Late,West\n"
    "A.9.99,Late,West\n"
    "5.1,Late,West\n"
)


def of(world: World, who: str, node: str = CONTROL) -> dict[str, list[str]]:
    return attributes_of(world.actor(who), [node]).get(node, {})


def test_values_may_be_hash_tags_or_parted_by_commas() -> None:
    assert values_of("#Preventive #Late_One") == ["Preventive", "Late One"]
    assert values_of("North, South;West\nNorth") == ["North", "South", "West"]
    assert values_of(" ") == []


def test_a_table_fills_in_many_controls_and_names_the_rows_that_do_not_fit(stocked: World) -> None:
    pack = builtin_packs()["iso27001"]
    found = import_attributes(
        actor=stocked.actor("tomasz"), pack=pack, name="a.csv", data=TABLE.encode()
    )
    assert found.count == 2
    assert [(p.line, p.message) for p in found.problems] == [
        (4, "“A.9.99” is no control"),
        (5, "A.5.1 stands twice"),
    ]
    assert of(stocked, "mei") == {"control_type": ["Early", "Late"], "domain": ["North", "South"]}
    assert of(stocked, "mei", "iso27001:A.7.4")["domain"] == ["West"]


def test_another_organisation_sees_none_of_it(stocked: World) -> None:
    pack = builtin_packs()["iso27001"]
    import_attributes(actor=stocked.actor("ines"), pack=pack, name="a.csv", data=TABLE.encode())
    assert of(stocked, "mei") != {}
    assert of(stocked, "jonas") == {}
    place = "/o/kestrel-instruments/catalogue/s/iso27001/controls/"
    assert b"North" not in stocked.client("jonas").get(place).content


def test_a_workbook_is_taken_on_the_page_and_the_controls_can_be_filtered(stocked: World) -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as file:
        sheet = file.add_worksheet()
        sheet.write_row(0, 0, ["Control", "Operational capabilities"])
        sheet.write_row(1, 0, ["A.8.1", "Watching the ovens"])
    client = stocked.client("tomasz")
    files = {"file": SimpleUploadedFile("a.xlsx", book.getvalue())}
    done = client.post(HERE + "s/iso27001/controls/import/", files, follow=True)
    assert b"The attributes of 1 control are filled in." in done.content
    page = client.get(HERE + "s/iso27001/controls/?attribute=Watching+the+ovens").content.decode()
    assert "1 control by theme" in " ".join(page.split()) and "A.8.1" in page


def test_a_table_without_the_column_is_refused_with_its_cause(stocked: World) -> None:
    files = {"file": SimpleUploadedFile("a.csv", b"name,colour\nx,red\n")}
    page = stocked.client("tomasz").post(HERE + "s/iso27001/controls/import/", files)
    assert (
        "a column “control” and at least one attribute column are needed" in page.content.decode()
    )


def test_one_control_can_be_filled_in_by_hand(stocked: World) -> None:
    address = HERE + "s/iso27001/attributes/A.5.1/"
    assert stocked.client("priya").post(address, {"concept": "Look, Leap"}).status_code == 302
    assert of(stocked, "mei") == {"concept": ["Look", "Leap"]}
    assert b"Look, Leap" in stocked.client("mei").get(HERE + "s/iso27001/at/A.5.1/").content
    assert stocked.client("mei").post(address, {"concept": "No"}).status_code == 404


def test_only_controls_have_attributes(stocked: World) -> None:
    address = HERE + "s/iso27001/attributes/4.1/"
    assert stocked.client("priya").post(address, {"concept": "Look"}).status_code == 404
