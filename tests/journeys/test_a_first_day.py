"""A new user's path on an empty installation: from the first link to the printed report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.houses import ROOT, House
from tests.journeys.looking import Window, sign_in, window

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EMAIL, PASSWORD = "greta@brookfold.example", "seven quiet herons"
SIX = ("9001:2015", "14001:2015", "45001:2018", "27001:2022", "22000:2018", "50001:2018")
GIVEN = ROOT.parent / "shared/real_inputs/registers_iso27001/en/statement-of-applicability.csv"
OWN = """Control ID,Control Name,Applicable,Justification,Implementation Status,Implementation Description
A.5.1,Policies,Yes,Customers ask for it,Implemented,Signed by the managing director
A.5.2,Roles,Yes,Named in the contract,Partially implemented,Half of the roles are written down
A.5.3,Duties,Perhaps,Nobody knows,Implemented,Kept apart in the office
A.7.4,Monitoring,No,The site has no rooms of its own,,
"""
NOTE = "Every case gets a number, a correction within a day and a cause within a week."


@dataclass
class Walk:
    """One person at one window."""

    house: House
    own: Window

    @property
    def page(self) -> Page:
        return self.own.page

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button or follow the link of this name in the main part of the page."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        found.first.click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(text)

    def heading(self, words: str | re.Pattern[str]) -> None:
        """The page that is open now has this heading."""
        expect(self.page.locator("h1")).to_have_text(words)

    def take(self, name: str) -> tuple[str, bytes]:
        """Take a file away from the menu of exports; returns its name and bytes."""
        self.page.locator("summary", has_text="Export").click()
        with self.page.expect_download() as coming:
            self.page.locator(".menu a", has_text=name).first.click()
        return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_the_first_day(browser: Browser, empty: House, tmp_path: Path) -> None:
    with window(browser) as own:
        walk = Walk(empty, own)
        enter_by_the_first_link(walk)
        open_a_site_and_count_its_people(walk)
        analysis = begin_with_six_standards(walk)
        bring_in_a_statement(walk, tmp_path)
        answer_a_shared_requirement_by_keys(walk, analysis)
        two_tabs_meet(walk)
        add_a_file_as_evidence(walk, tmp_path)
        freeze(walk, analysis)
        change_the_workbook_outside_and_undo_it(walk, analysis, tmp_path)
        compare_with_the_baseline(walk, analysis)
        print_the_report(walk, analysis)
        assert own.complaints == []


def enter_by_the_first_link(walk: Walk) -> None:
    """The address on the terminal works once and makes its reader the first administrator."""
    (link,) = re.findall(r"http://localhost:\d+/first/\S+", walk.house.told)
    assert walk.own.open(link) == 200
    for field, text in {"name": "Greta Lund", "email": EMAIL, "password": PASSWORD}.items():
        walk.page.locator(f"[name={field}]").fill(text)
    walk.page.locator("[name=organisation]").fill("Brookfold Bakery")
    walk.press("Begin")
    walk.heading("Brookfold Bakery")
    expect(walk.page.get_by_role("heading", name="Begin with a gap analysis")).to_be_visible()
    with window(walk.own.context.browser) as other:  # type: ignore[arg-type]
        assert other.open(link) == 410


def open_a_site_and_count_its_people(walk: Walk) -> None:
    walk.page.locator("nav").get_by_role("link", name="Organisation").first.click()
    walk.press("Add a site")
    walk.page.locator("[name=name]").fill("Brook Lane")
    walk.page.locator("[name=city]").fill("Brookfold")
    walk.page.locator("main form button[type=submit]").last.click()
    walk.heading("Brook Lane")
    walk.press("Record the headcount")
    walk.page.get_by_label("People").first.fill("64")
    walk.press("Save the headcount")
    expect(walk.page.locator("main")).to_contain_text("64")


def begin_with_six_standards(walk: Walk) -> str:
    """The wizard, with a step back that forgets nothing; returns the address of the analysis."""
    walk.page.locator("nav").get_by_role("link", name="Gap analysis").first.click()
    walk.press(re.compile("Begin"))
    for reference in SIX:
        walk.page.get_by_role("checkbox", name=re.compile(reference)).check()
    walk.press("Next")
    walk.heading("Which sites take part?")
    walk.press(re.compile("Back"))
    assert walk.page.locator("[name=packs]:checked").count() == 6
    walk.press("Next")
    expect(walk.page.get_by_label("Brook Lane")).to_be_checked()
    walk.press("Next")
    walk.page.locator("[name=name]").fill("Bakery, six standards")
    walk.page.locator("main button.primary").click()
    walk.page.wait_for_url(re.compile(r"/gap/\d+/q/"))
    expect(walk.page.locator("#tree")).to_contain_text("0 of 712")
    return walk.page.url.split("/q/")[0] + "/"


def bring_in_a_statement(walk: Walk, folder: Path) -> None:
    """The given file: 92 rows go in, line 72 is named. Without it, one of our own with a wrong line."""
    own = folder / "statement.csv"
    own.write_text(OWN, "utf-8")
    file, rows, line = (GIVEN, 92, "72") if GIVEN.is_file() else (own, 3, "4")
    bring(walk, file, "Answers and controls")
    walk.heading("What the file would do")
    assert numbers(walk) == [rows, 0, 0, 1]
    walk.page.locator("main").get_by_role("link", name=re.compile("^Error")).click()
    row = walk.page.locator("table.tbl tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("td").first).to_have_text(line)
    walk.press("Take the rows in")
    walk.heading("What the file did")


def bring(walk: Walk, file: Path, what: str) -> None:
    walk.page.locator("nav").get_by_role("link", name="Imports").first.click()
    walk.press("Import a file")
    options = walk.page.locator("[name=into] option").all_inner_texts()
    walk.page.locator("[name=into]").select_option(next(o for o in options if what in o))
    walk.page.locator("input[type=file]").set_input_files(file)
    if "/columns/" not in walk.page.url:
        walk.press("Read the file")
    walk.heading("Which column is which?")
    walk.press("Try it dry")


def numbers(walk: Walk) -> list[int]:
    """How many rows the dry run would create, change, leave, and leave out."""
    return [int(text) for text in walk.page.locator(".stats b").all_inner_texts()]


def answer_a_shared_requirement_by_keys(walk: Walk, analysis: str) -> None:
    """One press of a key moves six standards: in the list above and in the row of the tree."""
    walk.own.open(f"{analysis}q/hs:10.2/")
    expect(walk.page.locator("main")).to_contain_text("One answer, 6 standards")
    before = cells(walk)
    with answered(walk.page):
        walk.page.keyboard.press("1")
    expect(walk.page.locator("[data-save-state]").first).to_contain_text("Saved")
    moved = walk.page.locator(".serves li", has_text="Conforms")
    expect(moved).to_have_count(2)  # 27001 and 50001 ask the same; the others add something
    assert (before, cells(walk)) == (["open"] * 6, ["open"] * 3 + ["ok", "open", "ok"])
    with answered(walk.page):
        walk.page.keyboard.press("n")
        walk.page.keyboard.type(NOTE)
        walk.page.keyboard.press("Escape")
    walk.own.open(f"{analysis}q/hs:7.5.2/")
    with answered(walk.page):
        walk.page.keyboard.press("2")
    expect(walk.page.locator(".serves li", has_text="Partly")).to_have_count(6)
    assert cells(walk) == ["part"] * 6
    walk.page.keyboard.press("j")
    expect(walk.page).not_to_have_url(re.compile("hs:7.5.2"))
    walk.own.open(f"{analysis}q/hs:10.2/")
    expect(walk.page.locator("#note")).to_have_value(NOTE)


def cells(walk: Walk) -> list[str]:
    """The six signs of the open question in the tree."""
    signs = walk.page.locator("#tree [aria-current=page] .cells i")
    return [str(sign.get_attribute("class")) for sign in signs.all()]


@contextmanager
def answered(page: Page, status: int = 200) -> Iterator[None]:
    """What is done inside the block sends an answer; it goes on when the server has replied."""
    with page.expect_response(lambda reply: reply.url.endswith("/answer/")) as coming:
        yield
    assert coming.value.status == status


def two_tabs_meet(walk: Walk) -> None:
    """What somebody else wrote meanwhile is never overwritten: both texts are there to choose."""
    with window(walk.own.context.browser, state=walk.own.context.storage_state()) as other:  # type: ignore[arg-type]
        other.open(walk.page.url)
        with answered(other.page):
            other.page.locator("#note").fill("Written in the second window.")
            other.page.keyboard.press("Escape")
    with answered(walk.page, 409):
        walk.page.locator("#note").fill("Written in the first window.")
        walk.page.keyboard.press("Escape")
    clash = walk.page.locator("form.conflict")
    expect(clash).to_contain_text("Written in the second window.")
    expect(clash.locator("textarea")).to_have_value("Written in the first window.")
    clash.locator("textarea").fill("Written in both windows.")
    clash.get_by_role("button", name="Keep yours").click()
    expect(walk.page.locator("#note")).to_have_value("Written in both windows.")
    walk.page.reload()
    expect(walk.page.locator("#note")).to_have_value("Written in both windows.")


def add_a_file_as_evidence(walk: Walk, folder: Path) -> None:
    file = folder / "Corrective action log.txt"
    file.write_text("Case 1: label of lot 4711, closed.\n", "utf-8")
    walk.page.locator("h1").click()
    walk.page.keyboard.press("e")
    walk.heading("Evidence for 10.2")
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.page.locator("[name=proves_until]").fill("2026-10-31")
    walk.press("Add evidence")
    walk.heading(re.compile("^10.2"))
    expect(walk.page.locator("main .file")).to_contain_text("Corrective action log")
    expect(walk.page.locator("main .file")).to_contain_text("sha256")


def freeze(walk: Walk, analysis: str) -> None:
    walk.own.open(analysis)
    walk.press("Freeze a baseline")
    walk.page.locator("[name=name]").fill("First day")
    walk.press("Freeze the baseline")
    expect(walk.page.locator("main")).to_contain_text("First day")


def change_the_workbook_outside_and_undo_it(walk: Walk, analysis: str, folder: Path) -> None:
    """One cell is changed in a spreadsheet; exactly that is shown, taken in, and taken back."""
    walk.own.open(analysis)
    name, data = walk.take("Workbook")
    assert name.endswith(".xlsx")
    changed = folder / "workbook.xlsx"
    changed.write_bytes(with_another_state(data, "hs:7.5.2", "does_not_conform"))
    bring(walk, changed, "Answers and controls")
    walk.heading("What the file would do")
    assert numbers(walk)[:2] == [0, 1]
    assert numbers(walk)[3] == 0
    walk.page.locator("main").get_by_role("link", name=re.compile("^Change")).click()
    row = walk.page.locator("table.tbl tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("del")).to_have_text("Partly")
    expect(row.locator("ins")).to_have_text("Does not conform")
    walk.press("Take the rows in")
    walk.heading("What the file did")
    here = walk.page.url
    assert state_of(walk, analysis) == "does_not_conform"
    walk.own.open(here)
    undo(walk)
    assert state_of(walk, analysis) == "partly"


def with_another_state(data: bytes, key: str, state: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value == key:
                cell = next(c for c in row if c.value in {"partly", "Partly"})
                words = {"partly": state, "Partly": "Does not conform"}
                cell.value = words[str(cell.value)]
                out = io.BytesIO()
                book.save(out)
                return out.getvalue()
    raise AssertionError(f"{key} is not in the workbook")


def state_of(walk: Walk, analysis: str) -> str:
    walk.own.open(f"{analysis}q/hs:7.5.2/")
    return str(walk.page.locator("form.answer [name=state]:checked").get_attribute("value"))


def undo(walk: Walk) -> None:
    walk.page.locator("summary", has_text="Undo the import").click()
    walk.page.get_by_label("Say why").fill("Only a rehearsal.")
    walk.press("Undo the import")
    walk.heading("What was undone")


def compare_with_the_baseline(walk: Walk, analysis: str) -> None:
    walk.own.open(f"{analysis}q/hs:7.5.2/")
    with answered(walk.page):
        walk.page.keyboard.press("1")
    expect(walk.page.locator(".serves li", has_text="Conforms")).to_have_count(6)
    walk.own.open(analysis)
    expect(walk.page.locator("main")).to_contain_text("First day")
    walk.press("See what moved")
    walk.heading("What moved")
    rows = walk.page.locator("table.moved tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("Partly")
    expect(rows.first).to_contain_text("Conforms")


def print_the_report(walk: Walk, analysis: str) -> None:
    walk.own.open(analysis)
    name, data = walk.take("Gap report, PDF")
    assert name.endswith(".pdf")
    report = pypdf.PdfReader(io.BytesIO(data))
    text = "\n".join(page.extract_text() for page in report.pages)
    assert len(report.pages) >= 3
    assert "Brookfold Bakery" in text
    assert "ISO 9001:2015" in text
    assert "712" in text


def test_the_link_of_the_first_administrator_is_printed_until_somebody_is_there(
    browser: Browser, empty: House
) -> None:
    with window(browser) as own:
        enter_by_the_first_link(Walk(empty, own))
    assert "/first/" not in empty.run("-m", "isonomy.cli", "prepare")
    with window(browser) as own:
        sign_in(own, empty, EMAIL, PASSWORD)
        expect(own.page.locator("h1")).to_have_text("Brookfold Bakery")
