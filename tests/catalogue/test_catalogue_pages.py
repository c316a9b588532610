"""The pages of the catalogue as people see them."""

from __future__ import annotations

import csv
import io
import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.catalogue.making import HERE
from tests.world import World

PAGES = (
    "",
    "search/?q=audit",
    "side-by-side/",
    "side-by-side/?letters=1",
    "documents/",
    "bring/",
    "s/iso9001/",
    "s/hs/",
    "s/iso9001/at/10.2.1/",
    "s/iso27001/at/A.5.1/",
    "s/iso9001_2026/at/6.3/",
    "s/iso9001/changes/",
    "s/iso27001/controls/",
    "s/iso27001/controls/import/",
)


def page(world: World, place: str, who: str = "ines") -> str:
    answer = world.client(who).get(HERE + place)
    assert answer.status_code == 200, place
    return " ".join(answer.content.decode().split())


def test_no_page_needs_more_than_twelve_queries_or_an_inline_style(stocked: World) -> None:
    client = stocked.client("ines")
    faults = []
    for place in PAGES:
        client.get(HERE + place)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(HERE + place).content.decode()
        if len(queries) > 12:
            faults.append((place, len(queries)))
        faults += [(place, sign) for sign in (" style=", "<c-", "<script>") if sign in text]
    assert faults == []


def test_editions_show_their_dates_and_how_sure_we_are(stocked: World) -> None:
    text = page(stocked, "")
    assert "ISO 9001:2026" in text and "16 Sep 2026" in text
    assert "Certificates to the old edition end" in text and "30 Sep 2029" in text
    assert "medium to high confidence" in text
    assert "preliminary" in text


def test_a_requirement_says_what_is_asked_and_what_the_standard_adds(stocked: World) -> None:
    text = page(stocked, "s/iso9001/at/10.2.1/")
    assert "Complaints are nonconformities too." in text
    assert "what is the root cause" in text
    assert "/catalogue/s/iso45001/at/10.2/" in text
    assert "practically never right" in text


def test_a_line_of_the_structure_reads_without_placeholders(stocked: World) -> None:
    text = page(stocked, "s/hs/at/10.2/")
    assert "changes the management system if needed" in text and "{MS}" not in text


def test_a_new_edition_says_what_became_of_a_requirement(stocked: World) -> None:
    assert "In ISO 9001:2026" in page(stocked, "s/iso9001/at/7.3/")
    new = page(stocked, "s/iso9001_2026/at/7.3/")
    assert "Since ISO 9001:2015" in new and "<ins>" in new


def test_differences_can_be_narrowed_to_what_is_new(stocked: World) -> None:
    text = page(stocked, "s/iso14001/changes/?kind=new")
    assert "From ISO 14001:2015 to ISO 14001:2026" in text
    assert "Planning of changes" in text and "10.1, 10.3" not in text


def test_a_standard_without_another_edition_has_no_page_of_differences(stocked: World) -> None:
    assert stocked.client("ines").get(HERE + "s/iso45001/changes/").status_code == 404


def test_the_93_controls_stand_by_theme(stocked: World) -> None:
    text = page(stocked, "s/iso27001/controls/")
    assert "93 controls by theme" in text
    assert all(theme in text for theme in ("Organizational", "People", "Physical", "Technological"))
    assert "11 controls by theme" in page(stocked, "s/iso27001/controls/?new=1")


def test_the_side_by_side_page_shows_the_chosen_standards_only(stocked: World) -> None:
    text = page(stocked, "side-by-side/?standard=iso9001&standard=iso9001_2026")
    assert "/s/iso9001_2026/at/6.1.3/" in text and "/s/iso45001/" not in text


def test_the_list_of_documents_comes_as_a_workbook(stocked: World) -> None:
    answer = stocked.client("mei").get(HERE + "documents/xlsx/?standard=iso9001&mode=retain")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[2] for row in rows[1:]} == {"record"}
    assert any("ISO 9001:2015, 7.2" in str(row[4]) for row in rows)


def test_the_list_of_documents_comes_as_csv_with_the_same_rows(stocked: World) -> None:
    answer = stocked.client("mei").get(HERE + "documents/csv/?standard=iso9001&mode=retain")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][1] == "Document or record" and {row[2] for row in rows[1:]} == {"record"}
    assert stocked.client("mei").get(HERE + "documents/pdf/").status_code == 404


def test_a_pack_is_sent_out_as_oscal(stocked: World) -> None:
    answer = stocked.client("mei").get(HERE + "s/iso50001/oscal.json")
    assert json.loads(answer.content)["catalog"]["metadata"]["title"].startswith("ISO 50001:2018")
    assert "iso50001-oscal-catalog.json" in answer.headers["Content-Disposition"]


def test_what_is_not_there_is_not_there(stocked: World) -> None:
    client = stocked.client("ines")
    for place in ("s/nothing/", "s/iso9001/at/99/", "s/hs/controls/"):
        assert client.get(HERE + place).status_code == 404, place
