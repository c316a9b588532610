"""From a file to rows and back: bring in, choose columns, try, take in, undo."""

from __future__ import annotations

import csv
import io
import re

import pytest

from isonomy.base.models import Event
from isonomy.exchange.models import Import, RememberedMapping
from isonomy.exchange.services import undo_import
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.models import Site
from isonomy.parties.services import change_site
from tests.exchange.conftest import Firm
from tests.exchange.making import csv_text, xlsx, zip_bomb

GERMAN = [
    ["Standort", "Ort", "Land", "Zentrale", "Notiz"],
    ["Werk Nord", "Kiel", "Deutschland", "ja", "a"],
    ["Works North", "Hamburg-Altona", "Deutschland", "", "b"],
    ["Works South", "München", "Deutschland", "", "c"],
    ["Werk Ost", "Linz", "Ungarn", "", "d"],
]
COLUMNS = {"column-0": "name", "column-1": "city", "column-2": "country", "column-3": "is_central"}


def bring_and_try(firm: Firm, rows: list[list[str]] = GERMAN) -> Import:
    firm.bring(csv_text(rows, delimiter=";").encode("cp1252"))
    pk = firm.latest().pk
    response = firm.browser.post(firm.url(f"{pk}/columns/"), COLUMNS)
    assert response.status_code == 302, response.content.decode()
    return firm.latest()


def apply(firm: Firm, row: Import) -> str:
    return firm.browser.post(firm.url(f"{row.pk}/take/apply"), follow=True).content.decode()


def towns(firm: Firm) -> dict[str, str]:
    return dict(Site.objects.for_(firm.actor).values_list("name", "city"))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_columns_are_proposed_with_samples_and_how_sure(firm: Firm) -> None:
    page = firm.bring(csv_text(GERMAN, delimiter=";").encode("cp1252"), "Standorte.csv")
    html = page.content.decode()
    assert "4 rows were found below the headings in line 1." in text_of(html)
    assert re.search(r'<select name="column-0".*?<option value="name" selected>', html, re.DOTALL)
    assert re.search(r'<select name="column-4".*?<option value="" selected>', html, re.DOTALL)
    assert "Werk Nord" in html
    assert "not recognised" in html
    assert "Read as text in Windows-1252, with fields between semicolons." in text_of(html)


def test_what_was_left_out_while_reading_is_told(firm: Firm) -> None:
    rows = [
        ["Name", "Town"],
        ["Works\x00 East", "Ulm"],
        *[[f"Works {n}", "Ulm"] for n in range(30)],
    ]
    page = firm.bring(csv_text(rows).encode()).content.decode()
    assert "control characters" in page


def test_a_dry_run_shows_every_row_and_writes_nothing(firm: Firm) -> None:
    before = towns(firm)
    row = bring_and_try(firm)
    html = firm.browser.get(firm.url(f"{row.pk}/")).content.decode()
    assert row.counts == {"create": 1, "update": 1, "unchanged": 1, "error": 1}
    assert "Nothing is written yet." in html
    assert "Hamburg-Altona" in html
    assert "“Ungarn” is none of: Germany, Austria." in html
    assert towns(firm) == before


def test_rows_go_in_and_the_wrong_one_stays_out(firm: Firm) -> None:
    apply(firm, bring_and_try(firm))
    assert towns(firm) == {
        "Works North": "Hamburg-Altona",
        "Works South": "München",
        "Werk Nord": "Kiel",
    }
    assert Site.objects.for_(firm.actor).get(name="Werk Nord").is_central is True
    assert firm.latest().state == "applied"


def test_taking_in_is_one_event_that_lists_every_row(firm: Firm) -> None:
    apply(firm, bring_and_try(firm))
    event = Event.objects.get(organisation_id=firm.actor.organisation_id, verb="import.apply")
    assert event.said == {"file": "sites.csv", "create": 1, "update": 1}
    assert [change["kind"] for change in event.changes].count("parties.site") == 2
    assert (event.state_before, event.state_after) == ("tried", "applied")


def test_an_import_is_undone_to_what_stood_there(firm: Firm) -> None:
    before = towns(firm)
    row = bring_and_try(firm)
    apply(firm, row)
    firm.browser.post(firm.url(f"{row.pk}/take/undo"), {"reason": "wrong file"})
    assert towns(firm) == before
    assert firm.latest().state == "undone"


def test_undoing_asks_for_a_reason_and_keeps_it(firm: Firm) -> None:
    row = bring_and_try(firm)
    apply(firm, row)
    firm.browser.post(firm.url(f"{row.pk}/take/undo"))
    assert firm.latest().state == "applied"
    firm.browser.post(firm.url(f"{row.pk}/take/undo"), {"reason": "wrong file"})
    assert "wrong file" in firm.browser.get(firm.url(f"{row.pk}/")).content.decode()


def test_what_somebody_changed_since_stands_in_the_way_of_undoing(firm: Firm) -> None:
    row = bring_and_try(firm)
    apply(firm, row)
    site = Site.objects.for_(firm.actor).get(name="Works North")
    change_site(firm.actor, site, city="Lübeck")
    page = firm.browser.get(firm.url(f"{row.pk}/")).content.decode()
    assert "Changed since the import: Works North." in page
    with pytest.raises(Refused):
        undo_import(actor=firm.actor, row=firm.latest(), reason="wrong file")
    assert towns(firm)["Works North"] == "Lübeck"
    assert "Werk Nord" in towns(firm)


def test_what_changed_since_the_dry_run_must_be_tried_again(firm: Firm) -> None:
    row = bring_and_try(firm)
    site = Site.objects.for_(firm.actor).get(name="Works North")
    change_site(firm.actor, site, city="Lübeck")
    page = apply(firm, row)
    assert "Changed since the dry run, so try again: Works North." in page
    assert "Werk Nord" not in towns(firm)
    firm.browser.post(firm.url(f"{row.pk}/columns/"), COLUMNS)
    apply(firm, row)
    assert towns(firm)["Works North"] == "Hamburg-Altona"


def test_the_same_file_again_changes_nothing(firm: Firm) -> None:
    apply(firm, bring_and_try(firm))
    row = bring_and_try(firm)
    assert row.counts == {"create": 0, "update": 0, "unchanged": 3, "error": 1}
    assert "No row would create or change anything." in apply(firm, row)


def test_rows_are_taken_in_once_though_the_button_is_pressed_twice(firm: Firm) -> None:
    row = bring_and_try(firm)
    apply(firm, row)
    apply(firm, row)
    verbs = Event.objects.filter(organisation_id=firm.actor.organisation_id, verb="import.apply")
    assert verbs.count() == 1


def test_the_mapping_of_a_file_is_remembered_for_the_next_one(firm: Firm) -> None:
    firm.bring(csv_text(GERMAN).encode())
    chosen = {"column-0": "name", "column-4": "activities"}
    firm.browser.post(firm.url(f"{firm.latest().pk}/columns/"), chosen)
    page = firm.bring(csv_text([GERMAN[0], ["Neu", "Bonn", "", "", "x"]]).encode()).content.decode()
    assert "as the last time" in page
    assert re.search(
        r'<select name="column-4".*?<option value="activities" selected>', page, re.DOTALL
    )
    [known] = RememberedMapping.objects.for_(firm.actor)
    assert known.fields == {"Standort": "name", "Notiz": "activities"}


def test_a_required_field_without_a_column_is_asked_for(firm: Firm) -> None:
    firm.bring(csv_text(GERMAN).encode())
    url = firm.url(f"{firm.latest().pk}/columns/")
    page = firm.browser.post(url, {"column-1": "city"}).content.decode()
    assert "Choose the column that holds Name." in page
    page = firm.browser.post(url, {"column-0": "name", "column-1": "name"}).content.decode()
    assert "“Name” is chosen for another column already." in page
    assert firm.latest().state == "uploaded"


def test_empty_cells_clear_only_when_that_is_asked_for(firm: Firm) -> None:
    rows = [["Name", "Town"], ["Works North", ""]]
    columns = {"column-0": "name", "column-1": "city"}
    firm.bring(csv_text(rows).encode())
    url = firm.url(f"{firm.latest().pk}/columns/")
    firm.browser.post(url, columns)
    assert firm.latest().counts["unchanged"] == 1
    firm.browser.post(url, {**columns, "blank_clears": "on"})
    assert firm.latest().counts["update"] == 1
    apply(firm, firm.latest())
    assert towns(firm)["Works North"] == ""


def test_another_sheet_and_another_heading_line_can_be_chosen(firm: Firm) -> None:
    data = xlsx(
        [],
        sheets={
            "Sites": [["Name", "Town"], ["Works East", "Halle"]],
            "Other": [["Report", "of today"], ["Name", "Town"], ["Works West", "Köln"]],
        },
    )
    page = firm.bring(data, "x.xlsx").content.decode()
    assert "Works East" in page
    url = firm.url(f"{firm.latest().pk}/columns/")
    assert "Works West" in firm.browser.get(url + "?sheet=Other").content.decode()
    page = firm.browser.get(url + "?sheet=Other&line=1").content.decode()
    assert "below the headings in line 1" in page
    firm.browser.post(url + "?sheet=Other&line=2", {"column-0": "name", "column-1": "city"})
    assert firm.latest().sheet == "Other"
    apply(firm, firm.latest())
    assert towns(firm)["Works West"] == "Köln"


def test_errors_can_be_taken_away_as_a_table(firm: Firm) -> None:
    row = bring_and_try(firm)
    response = firm.browser.get(firm.url(f"{row.pk}/errors.csv"))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["Line", "Field", "Cause"],
        ["5", "Land", "“Ungarn” is none of: Germany, Austria."],
    ]


def test_a_hostile_heading_does_not_run_in_the_list_of_errors(firm: Firm) -> None:
    rows = [["Standort", "Ort", "=cmd|calc"], ["Werk", "Ulm", "Mars"]]
    firm.bring(csv_text(rows).encode())
    url = firm.url(f"{firm.latest().pk}/columns/")
    firm.browser.post(url, {"column-0": "name", "column-1": "city", "column-2": "country"})
    text = firm.browser.get(firm.url(f"{firm.latest().pk}/errors.csv")).content.decode("utf-8-sig")
    assert "'=cmd|calc" in text


def test_long_dry_runs_come_in_pages_and_can_be_filtered(firm: Firm) -> None:
    rows = [["Name", "Town"], *[[f"Site {n}", "Ulm"] for n in range(130)], ["Works North", "Ulm"]]
    firm.bring(csv_text(rows).encode())
    pk = firm.latest().pk
    firm.browser.post(firm.url(f"{pk}/columns/"), {"column-0": "name", "column-1": "city"})
    page = firm.browser.get(firm.url(f"{pk}/")).content.decode()
    assert page.count("Site ") == 50
    assert "1 to 50 of 131" in text_of(page)
    page = firm.browser.get(firm.url(f"{pk}/?show=update")).content.decode()
    assert "Works North" in page
    assert "Site 1" not in page


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 hello", "The file is a PDF document, whatever its name says."),
        (b"just one line", "No sheet of the file has a row of headings with rows below it."),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_the_door(firm: Firm, data: bytes, why: str) -> None:
    page = firm.bring(data, "list.xlsx").content.decode()
    assert why in text_of(page)
    assert not Import.objects.for_(firm.actor).exists()


def test_a_bomb_is_refused_at_the_door(firm: Firm) -> None:
    page = firm.bring(zip_bomb(), "list.xlsx").content.decode()
    assert "unfolds to more than" in page
    assert not Import.objects.for_(firm.actor).exists()


def test_a_file_beyond_the_limit_is_not_kept_and_the_limit_is_said(
    firm: Firm, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000  # type: ignore[attr-defined]
    page = firm.bring(b"Name,Town\n" + b"x,y\n" * 60_000).content.decode()
    assert "The file is too large" in page
    assert not Import.objects.for_(firm.actor).exists()


def test_the_name_of_a_file_is_shown_as_text(firm: Firm) -> None:
    page = firm.bring(csv_text(GERMAN).encode(), "<script>alert(1)</script>.csv").content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in firm.latest().file_name or "script" in firm.latest().file_name


def test_what_the_room_refuses_is_named_with_its_line(firm: Firm) -> None:
    firm.bring(csv_text([["Name", "Town"], ["Forbidden place", "Ulm"]]).encode())
    pk = firm.latest().pk
    firm.browser.post(firm.url(f"{pk}/columns/"), {"column-0": "name", "column-1": "city"})
    page = firm.browser.get(firm.url(f"{pk}/")).content.decode()
    assert "Forbidden place may not be used." in page
