"""The main ways work where scripts are switched off; pages then take a step more, never a dead end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.addresses import STATEMENT
from tests.journeys.houses import House
from tests.journeys.looking import sign_in, window
from tests.journeys.test_a_first_day import Walk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_the_main_ways_without_scripts(browser: Browser, demo: House, tmp_path: Path) -> None:
    with window(browser, scripts=False) as own:
        sign_in(own, demo, "ines@aldermoor.example")
        walk = Walk(demo, own)
        walk.heading("Aldermoor Foods")
        answer_a_question(walk)
        plan_an_action(walk)
        begin_another(walk)
        import_a_file(walk, tmp_path)


def answer_a_question(walk: Walk) -> None:
    walk.page.locator("main").get_by_role("link", name="Results in full").click()
    walk.page.locator("main table").get_by_role("link", name="Awareness", exact=True).first.click()
    walk.heading(re.compile("^7.3"))
    form = walk.page.locator("form.answer")
    form.get_by_label("Partly").check(force=True)
    form.locator("#note").fill("Every team had its lesson.")
    form.get_by_role("button", name="Save the answer").click()
    walk.heading(re.compile("^7.3"))
    expect(form.locator("#note")).to_have_value("Every team had its lesson.")
    expect(form.get_by_label("Partly")).to_be_checked()


def plan_an_action(walk: Walk) -> None:
    walk.page.locator(".panel", has_text="Actions").get_by_role("link", name="Add").click()
    walk.page.locator("[name=title]").fill("Repeat the lesson for night shifts")
    walk.page.locator("[name=due_on]").fill("2027-03-01")
    walk.page.locator("main form button[type=submit], main form button.primary").last.click()
    walk.heading("Repeat the lesson for night shifts")
    expect(walk.page.locator("main")).to_contain_text("1 Mar 2027")


def begin_another(walk: Walk) -> None:
    walk.page.locator("nav").get_by_role("link", name="Gap analysis").first.click()
    walk.press("Begin another")
    walk.press("Next")
    expect(walk.page.locator("main [role=alert]")).to_be_visible()  # none was chosen
    walk.page.get_by_role("checkbox", name=re.compile("22000:2018")).check()
    walk.press("Next")
    walk.heading("Which sites take part?")
    walk.press("Next")
    walk.page.locator("[name=name]").fill("Food safety at the dock")
    walk.page.locator("main button.primary").click()
    expect(walk.page.locator("main")).to_contain_text("ISO 22000:2018")


def import_a_file(walk: Walk, folder: Path) -> None:
    file = folder / "statement.csv"
    file.write_bytes(STATEMENT)
    walk.page.locator("nav").get_by_role("link", name="Imports").first.click()
    walk.press("Import a file")
    options = walk.page.locator("[name=into] option").all_inner_texts()
    into = next(o for o in options if "Answers" in o and "Six standards" in o)
    walk.page.locator("[name=into]").select_option(into)
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.press("Read the file")
    walk.heading("Which column is which?")
    walk.press("Try it dry")
    walk.heading("What the file would do")
    walk.press("Take the rows in")
    walk.heading("What the file did")
