"""What people and programs send by mistake or on purpose: refused in words, and nothing is half done."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from isonomy.base.files.models import StoredFile
from isonomy.exchange.models import Import
from isonomy.gap.models import Answer, Evidence
from isonomy.norms.gap.state import State
from isonomy.parties.services import found_organisation
from tests.exchange.making import (
    billion_laughs,
    csv_text,
    ole,
    part_of,
    xlsx,
    xlsx_changed,
    zip_bomb,
)
from tests.house.test_every_address_has_a_rule import routes
from tests.world import World, route_args
from tests.world.gap import ORG, analysis, answered, seen

SCRIPTS = [
    "Ålesund Bryggeri Größe",
    "شركة المطاحن الحديثة",
    "北京质量管理有限公司",
    "東京計測株式会社 カタカナ",
    "한국품질",
    "Ελληνική Ποιότητα",
    "Завод «Прогресс»",
    "מפעל המים",
    "हिन्दी गुणवत्ता",
    "บริษัทไทย",
    "Café Zoe\u0308 e\u0301quipe",
    "👩🏽‍🏭 Bakery 🥐",
]
"""Names as the world writes them: both directions, no spaces, combining marks, joined signs."""

GOOD = [["Control ID", "Applicable", "Implementation Description"], ["A.5.1", "Yes", "In force"]]
WIDE = [[f"c{n}" for n in range(10_000)], ["x"] * 10_000]
HOSTILE = {
    "nothing": (b"", "The file is empty."),
    "bomb": (zip_bomb(), "unfolds to more than 200 times its size"),
    "entities": (billion_laughs(), "entities"),
    "macros": (xlsx_changed(xlsx(GOOD), xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"), "macros"),
    "old macros": (ole("Workbook", b"\x00" * 5000, also=["_VBA_PROJECT_CUR"]), "macros"),
}
ONLY_TABLES = {
    "columns": (xlsx(WIDE), "10000 columns; at most 500 are read."),
    "columns of text": (csv_text(WIDE).encode(), "10000 columns; at most 500 are read."),
    "renamed": (b"%PDF-1.7 no table at all", "PDF"),
}


def words(response: Any) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def bring(world: World, data: bytes, name: str = "statement.csv") -> Any:
    """Send a file to the import as the manager."""
    analysis(world)
    browser = world.client("tomasz")
    place = reverse("exchange:bring", args=[ORG])
    choices = browser.get(place).context["form"].fields["into"].choices
    into = next(value for value, _ in choices if value.startswith("gap.answers"))
    return browser.post(place, {"into": into, "file": SimpleUploadedFile(name, data)})


def prove(world: World, data: bytes, name: str = "record.xlsx") -> Any:
    """Send a file as evidence for 10.2."""
    place = reverse("gap:evidence_add", args=[ORG, analysis(world).pk, "hs:10.2"])
    upload = SimpleUploadedFile(name, data)
    return world.client("tomasz").post(place, {"file": upload, "title": "Record"})


@pytest.mark.parametrize("kind", [*HOSTILE, *ONLY_TABLES])
def test_an_import_refuses_what_does_harm(world: World, kind: str) -> None:
    data, why = {**HOSTILE, **ONLY_TABLES}[kind]
    page = bring(world, data, "statement.xlsx")
    assert why in words(page)
    assert not Import.objects.for_(world.actor("tomasz")).exists()


@pytest.mark.parametrize("kind", ["nothing", "bomb", "macros"])
def test_evidence_refuses_what_does_harm_and_keeps_nothing(world: World, kind: str) -> None:
    data, why = HOSTILE[kind]
    page = prove(world, data)
    assert why.split()[0] in words(page)
    assert not Evidence.objects.for_(world.actor("tomasz")).exists()
    assert not StoredFile.objects.for_(world.actor("tomasz")).exists()


def test_a_renamed_file_is_taken_for_what_it_is(world: World) -> None:
    sent = bring(world, xlsx(GOOD), "statement.csv")
    assert sent.status_code == 302
    assert "Control ID" in words(world.client("tomasz").get(sent.url))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "cp1250"])
def test_letters_survive_the_encoding_of_the_file(world: World, encoding: str) -> None:
    rows = [["Control ID", "Description"], *[["A.5.1", "Prüfgröße für Käse geöffnet"]] * 3]
    sent = bring(world, csv_text(rows, delimiter=";").encode(encoding))
    assert "Prüfgröße für Käse geöffnet" in words(world.client("tomasz").get(sent.url))


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x.example","y")', "+44 20", "@SUM(A1)"]
)
def test_a_formula_written_by_a_person_leaves_as_text(world: World, text: str) -> None:
    answered(world, "hs:10.2", State.PARTLY, note=text)
    place = reverse("gap:file", args=[ORG, analysis(world).pk, "workbook.xlsx"])
    data = b"".join(world.client("tomasz").get(place).streaming_content)  # type: ignore[attr-defined]
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).lstrip("'") == text
    ]
    assert [cell.data_type for cell in cells] == ["s"] * len(cells)
    assert cells
    parts = part_of(data, "xl/worksheets/sheet1.xml"), part_of(data, "xl/worksheets/sheet2.xml")
    assert not any(b"<f>" in part for part in parts)


def test_a_formula_never_calculated_is_an_error_of_its_row(world: World) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in [["Control ID", "Description"], ["A.5.1", "=1+1"], ["A.5.2", "In force"]]:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    browser = world.client("tomasz")
    sent = bring(world, out.getvalue(), "statement.xlsx")
    form = browser.get(sent.url).context["form"]
    browser.post(sent.url, {name: form[name].value() or "" for name in form.fields})
    row = Import.objects.for_(world.actor("tomasz")).get()
    assert row.counts == {"create": 1, "update": 0, "unchanged": 0, "error": 1}
    listed = browser.get(reverse("exchange:errors", args=[ORG, row.pk])).content.decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(listed))][1:] == ["2"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_in_every_script_are_kept_and_shown(world: World, name: str) -> None:
    found = found_organisation(
        world.people["nils"], name=name, country="DE", time_zone="Europe/Berlin"
    )
    assert re.fullmatch(r"[a-z0-9-]+", found.slug)
    assert name in world.client("nils").get(f"/o/{found.slug}/").content.decode()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_file_named_in_any_script_comes_back_under_its_name(world: World, name: str) -> None:
    assert prove(world, b"Case 1 is closed.\n", f"{name}.txt").status_code == 302
    row = Evidence.objects.for_(world.actor("tomasz")).get()
    assert Path(row.file_name).stem.replace("_", " ").split() != []
    page = world.client("tomasz").get(reverse("gap:evidence_file", args=[ORG, row.pk]))
    assert page.status_code == 200
    assert b"".join(page.streaming_content) == b"Case 1 is closed.\n"  # type: ignore[attr-defined]
    assert "\n" not in page.headers["Content-Disposition"]


def test_a_form_that_was_open_too_long_is_answered_kindly(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        world.people["tomasz"], "allauth.account.auth_backends.AuthenticationBackend"
    )
    place = reverse("gap:answer", args=[ORG, analysis(world).pk, "hs:10.2"])
    page = browser.post(place, {"state": "conforms", "version": "0"})
    assert page.status_code == 403
    assert "The page was open too long" in words(page)
    assert not Answer.objects.for_(world.actor("tomasz")).exists()


def test_a_second_window_never_overwrites_what_the_first_one_saved(world: World) -> None:
    place = reverse("gap:answer", args=[ORG, analysis(world).pk, "hs:10.2"])
    first, second = world.client("tomasz"), world.client("priya")
    as_shown = {"version": "0", "part": "", "marks": "{}"}
    first.post(place, {**as_shown, "state": "conforms", "note": "Seen by Tomasz."})
    page = second.post(place, {**as_shown, "state": "partly", "note": "Seen by Priya."})
    assert page.status_code == 409
    assert "Seen by Tomasz." in words(page)
    assert "Seen by Priya." in page.content.decode()
    assert Answer.objects.for_(world.actor("tomasz")).get().note == "Seen by Tomasz."


NUMBERED = {"pk", "assessment", "use", "sha256", "number", "pack"}
"""Arguments that name a row of one organisation."""


def of_aldermoor(world: World, name: str, org: str) -> str | None:
    """The address of a row of Aldermoor, under the name of an organisation."""
    given = route_args().get(name)
    if given is None:
        return None
    arguments = given(world)
    if "org" not in arguments:
        return None
    try:
        return reverse(name, kwargs={**arguments, "org": org})
    except NoReverseMatch:
        return None


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_rows_of_another_organisation_are_not_there(world: World, method: str) -> None:
    """An administrator of Kestrel asks for Aldermoor's rows: under its name, and under their own."""
    seen(world)
    jonas, tried, wrong = world.client("jonas"), 0, []
    for name, pattern in routes().items():
        wanted = set(pattern.pattern.regex.groupindex)
        for org in (world.aldermoor.slug, world.kestrel.slug):
            place = of_aldermoor(world, name, org)
            own_page = org == world.kestrel.slug and not wanted & NUMBERED
            if place is None or own_page:
                continue
            tried += 1
            reply = getattr(jonas, method)(place)
            told = str(reply.headers.get("Location", reply.status_code))
            expected = {"404"} if org == world.aldermoor.slug else {"404", "405"}
            asked_first = told.startswith(("/account/reauthenticate/", f"{place}?meaning="))
            if told not in expected and not asked_first:
                wrong.append((method, place, told))
    assert wrong == []
    assert tried > 90
