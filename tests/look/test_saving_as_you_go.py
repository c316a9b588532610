"""What a person writes is saved while they write, said where they look, and never lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.look.chromium import Stage, chromium, served, visited

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGE = """<!doctype html><html lang="en"><head><title>An answer</title>
<script type="module" src="/static/isonomy/js/autosave.js"></script>
<script type="module" src="/static/isonomy/js/drop.js"></script></head><body><main>
<form method="post" action="/save" data-autosave data-saving="Saving" data-saved="Saved"
 data-failed="Not saved, trying again" data-offline="No connection, kept on this page">
<input type="hidden" name="version" value="1"><textarea name="note"></textarea>
<span data-save-state role="status"></span></form>
<ol id="history"><li>nothing yet</li></ol><div id="conflict"></div>
<form><label data-drop><span data-chosen></span><input type="file" id="file" multiple></label></form>
</main></body></html>"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with served(PAGE) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def state(page: Page) -> object:
    return expect(page.locator("[data-save-state]"))


def test_a_note_is_sent_once_after_a_pause_and_the_new_version_is_kept(
    browser: Browser, stage: Stage
) -> None:
    stage.answers = [(200, "", {"X-Version": "2"})]
    page = visited(browser, stage.address)
    page.locator("textarea").press_sequentially("In place since May.", delay=5)
    state(page).to_have_text(re.compile(r"^Saved \d\d:\d\d"))
    assert len(stage.posted) == 1
    assert "In place since May." in stage.posted[0]
    assert page.locator("[name=version]").input_value() == "2"
    page.close()


def test_the_answer_of_the_server_renews_what_stands_around(browser: Browser, stage: Stage) -> None:
    piece = '<ol id="history" hx-swap-oob="true"><li>Ines wrote a note</li></ol>'
    stage.answers = [(200, piece, {})]
    page = visited(browser, stage.address)
    page.locator("textarea").fill("x")
    expect(page.locator("#history")).to_have_text("Ines wrote a note")
    page.close()


def test_a_failure_is_said_in_words_and_what_was_written_stays(
    browser: Browser, stage: Stage
) -> None:
    stage.answers = [(500, "broken", {})]
    page = visited(browser, stage.address)
    page.locator("textarea").fill("Not to be lost")
    state(page).to_have_text("Not saved, trying again")
    assert page.locator("textarea").input_value() == "Not to be lost"
    page.close()


def test_without_a_connection_the_page_says_so_and_saves_when_it_is_back(
    browser: Browser, stage: Stage
) -> None:
    page = visited(browser, stage.address)
    page.context.set_offline(True)
    page.locator("textarea").fill("Written on the train")
    state(page).to_have_text("No connection, kept on this page")
    assert stage.posted == []
    page.context.set_offline(False)
    state(page).to_contain_text("Saved")
    assert "Written on the train" in stage.posted[0]
    page.close()


def test_a_conflict_shows_both_texts_and_touches_neither(browser: Browser, stage: Stage) -> None:
    both = '<div id="conflict" hx-swap-oob="true">Theirs: covers both sites</div>'
    stage.answers = [(409, both, {})]
    page = visited(browser, stage.address)
    page.locator("textarea").fill("Mine: covers one site")
    expect(page.locator("#conflict")).to_have_text("Theirs: covers both sites")
    assert page.locator("textarea").input_value() == "Mine: covers one site"
    assert page.locator("[name=version]").input_value() == "1"
    page.close()


def test_leaving_with_unsaved_words_asks_first(browser: Browser, stage: Stage) -> None:
    page = visited(browser, stage.address)
    page.context.set_offline(True)
    page.locator("textarea").click()
    page.locator("textarea").press_sequentially("half a sent")
    state(page).to_have_text("No connection, kept on this page")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => { location.href = '/page/?elsewhere' })")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert page.locator("textarea").input_value() == "half a sent"
    page.close()


def test_chosen_files_are_named_with_their_size(browser: Browser, stage: Stage) -> None:
    page = visited(browser, stage.address)
    page.locator("#file").set_input_files(
        [
            {"name": "log.csv", "mimeType": "text/csv", "buffer": b"x" * 2048},
            {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"x" * 3 * 1024 * 1024},
        ]
    )
    expect(page.locator("[data-chosen]")).to_have_text("log.csv (2 kB), plan.pdf (3.0 MB)")
    page.close()
