"""Our own workbook comes back unchanged; what was changed in it, and only that, is taken in."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from isonomy.exchange.services import apply_import
from isonomy.gap.exchange.form import form_bytes
from isonomy.gap.exchange.kept import kept_analysis
from isonomy.gap.models import Action, Answer
from isonomy.gap.services.answers import split_off
from isonomy.gap.services.evidence import Proven, add_evidence, use_evidence
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.norms.gap.state import State
from tests.gap_files.conftest import Company

HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "+49 30 1234",
    "-5 °C to +8 °C",
    "@SUM(A1:A9)",
    "'quoted from the start",
    "'=1+1",
    "first line\nsecond line\n\nfourth",
    "windows\r\nline ends\rand old ones",
    "tab\there",
    "  blanks around  ",
    "Größe, ñandú, ελληνικά, Кириллица, עברית, العربية, हिन्दी, 日本語, ไทย, 한국어",
    "👩‍🏭 and a decomposed é",
    "_x0041_ is no letter",
    "a | b ; c",
    "#DIV/0!",
    "TRUE",
    "2026-03-01",
    "1.10",
    "right\u202eleft\u200f mark",
    "<b>bold</b> & co",
    "x" * 19_000,
    "👍" * 9_990,
]


def workbook(company: Company) -> bytes:
    """The workbook as Maria would export it now."""
    return form_bytes(kept_analysis(company.actor(), company.picture))


def fill(company: Company) -> None:
    """Answers of every kind, with texts that tables like to spoil."""
    keys = [question.key for question in company.picture.questions][: len(HOSTILE)]
    for key, text in zip(keys, HOSTILE, strict=True):
        company.answer(key, state="partly", note=text, effort_days=Decimal("0.5"))
    company.answer("iso27001:A.7.4", state="not_applicable", justification="=none|of it;\nreally")
    company.answer("iso27001:A.5.1", state="conforms", reasons=["law", "risk"])
    company.answer("hs:4.1", "iso9001:4.1", state="conforms", responsible=company.people["tom"])
    company.answer("hs:7.5.3", site=company.picture.site_ids[1], state="does_not_conform")
    actor = company.actor()
    for title in ("Minutes; of | March", "=Policy", "POL-001 Handbook"):
        row = add_evidence(actor=actor, proven=Proven(title, place="Shelf"))
        use_evidence(
            actor=actor,
            assessment=company.picture.assessment,
            evidence=row,
            key="hs:5.2",
            clause="",
        )
    split_off(actor=actor, picture=company.picture, requirement="iso50001:7.2")
    first = plan_action(
        actor=actor,
        assessment=company.picture.assessment,
        planned=Planned(
            "=Train everybody", "Two\nlines", company.people["tom"], date(2027, 1, 4),
            date(2027, 2, 1), Decimal("2.5"), (("hs:4.1", "iso9001:4.1"), ("hs:7.2", "")),
        ),
    )  # fmt: skip
    plan_action(
        actor=actor,
        assessment=company.picture.assessment,
        planned=Planned("Then check", needs=(first.pk,)),
    )


def edited(data: bytes, sheet: str, changes: dict[tuple[str, str], object]) -> bytes:
    """The workbook after somebody typed into it: (id, heading) to what they typed."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[sheet]
    columns = {cell.value: cell.column for cell in page[1]}
    for (key, heading), value in changes.items():
        line = next(r for r in range(2, page.max_row + 1) if page.cell(r, 1).value == key)
        page.cell(line, columns[heading]).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("blank_clears", [False, True])
def test_nothing_changes_when_the_export_comes_back_as_it_is(
    company: Company, blank_clears: bool
) -> None:
    fill(company)
    data = workbook(company)
    _, run = company.try_file(data, name="w.xlsx", blank_clears=blank_clears)
    wrong = [(row.line, row.label, row.changes, row.faults) for row in run.rows if row.changes]
    assert not wrong
    assert {name for name, count in run.counts.items() if count} == {"unchanged"}
    assert run.counts["unchanged"] >= 495 + 196


def test_the_plan_comes_back_as_it_is(company: Company) -> None:
    fill(company)
    _, run = company.try_file(workbook(company), target="gap.actions", name="w.xlsx")
    assert run.counts == {"create": 0, "update": 0, "unchanged": 2, "error": 0}, run.rows


def test_what_was_typed_into_the_workbook_is_taken_in(company: Company) -> None:
    company.answer("hs:7.2", state="partly", note="Stays as it is.")
    data = edited(
        workbook(company),
        "Answers",
        {
            ("hs:10.2", "State"): "conforms",
            ("hs:10.2", "What is in place"): "Ursachen werden gesucht.\nAlle.",
            ("iso9001:8.3.2", "State"): "does_not_conform",
            ("hs:10.2", "Responsible"): "tom@meadow.example",
        },
    )
    row, run = company.try_file(data, name="w.xlsx")
    assert (run.counts["create"], run.counts["update"], run.counts["error"]) == (2, 0, 0)
    apply_import(actor=company.actor(), row=row)
    answer = Answer.objects.for_(company.actor()).select_related("responsible").get(key="hs:10.2")
    assert (answer.state, answer.note) == ("conforms", "Ursachen werden gesucht.\nAlle.")
    assert answer.responsible == company.people["tom"]
    assert company.picture.standing_of["iso9001:8.3.2"] is State.DOES_NOT_CONFORM


def test_a_row_for_one_site_is_added_by_naming_the_site(company: Company) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(company)))
    page = book["Answers"]
    page.append(["hs:7.5.3", "port selwyn", "", "", "", "", "partly", "Only paper."])
    page.append(["hs:7.5.3", "Atlantis", "", "", "", "", "partly"])
    out = io.BytesIO()
    book.save(out)
    row, run = company.try_file(out.getvalue(), name="w.xlsx")
    assert (run.counts["create"], run.counts["error"]) == (1, 1)
    assert "Aldermoor" in str(run.faults[0].cause).lower().title()
    apply_import(actor=company.actor(), row=row)
    answer = Answer.objects.for_(company.actor()).get()
    assert (answer.key, answer.site_id) == ("hs:7.5.3", company.picture.site_ids[1])


def test_nobodys_words_are_lost_to_an_old_export(company: Company) -> None:
    company.answer("hs:7.2", state="partly", note="As exported.")
    company.answer("hs:9.2.2", state="partly", note="Untouched.", effort_days=Decimal("1.5"))
    data = workbook(company)
    company.answer("hs:9.2.2", state="conforms", note="Done meanwhile.")
    company.answer("hs:9.2.2", effort_days=None)
    company.answer("hs:7.2", note="Tom wrote this since.")
    company.answer("hs:7.3", state="conforms", note="New since.")
    changed = edited(data, "Answers", {("hs:7.2", "What is in place"): "From the workbook."})
    _, run = company.try_file(changed, name="w.xlsx", blank_clears=True)
    assert run.counts["error"] == 1
    assert "Somebody has answered since the export" in str(run.faults[0].cause)
    assert [row.label[:3] for row in run.rows if row.faults] == [""]  # only the row typed into
    assert (run.counts["create"], run.counts["update"]) == (0, 0)


def test_a_new_action_in_the_workbook_enters_the_plan(company: Company) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(company)))
    page = book["Actions"]
    page.append(
        [None, "Audit the plant", "", "planned", "tom@meadow.example", None, date(2027, 5, 1), None,
         3, "hs:9.2.1 | hs:4.1|iso9001:4.1"]
    )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    row, run = company.try_file(out.getvalue(), target="gap.actions", name="w.xlsx")
    assert run.counts["create"] == 1, run.faults
    apply_import(actor=company.actor(), row=row)
    action = Action.objects.for_(company.actor()).get()
    assert (action.title, action.due_on, action.effort_days) == (
        "Audit the plant", date(2027, 5, 1), Decimal(3)
    )  # fmt: skip


def test_no_cell_of_the_export_is_a_formula(company: Company) -> None:
    fill(company)
    book = openpyxl.load_workbook(io.BytesIO(workbook(company)))
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
    assert "f" not in kinds


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_an_export_in_any_language_of_the_pages_comes_back(company: Company, language: str) -> None:
    company.answer("hs:7.2", state="partly", note="x" * 17_000, effort_days=Decimal(2))
    with override(language):
        data = form_bytes(kept_analysis(company.actor(), company.picture), t=gettext)
    row, run = company.try_file(data, name="w.xlsx")
    wanted = {"id", "site", "state", "note", "note_rest", "justification", "version", "evidence"}
    assert wanted <= set(row.columns.values())
    assert {name for name, count in run.counts.items() if count} == {"unchanged"}
