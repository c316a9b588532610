"""A file beyond the limit, sent by a real browser to a real server: said in words, and life goes on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.houses import House
from tests.journeys.looking import faults, signed_in, window

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def sixty_megabytes(tmp_path: Path) -> Path:
    file = tmp_path / "scan.txt"
    with file.open("wb") as opened:
        opened.truncate(60 * 1024 * 1024)
    return file


@pytest.mark.parametrize(
    "page", ["exchange/new/", "gap/{assessment}/q/hs:10.2/evidence/add/", "catalogue/bring/"]
)
def test_a_file_beyond_the_limit_is_refused_in_words(
    browser: Browser, demo: House, sixty_megabytes: Path, page: str
) -> None:
    state = signed_in(browser, demo, "ines@aldermoor.example")
    with window(browser, state=state) as opened:
        opened.open(f"{demo.address}/o/aldermoor/gap/")
        link = opened.page.locator("main h2 a", has_text="Six standards").get_attribute("href")
        assessment = str(link).rstrip("/").split("/gap/")[1].split("/")[0]
        opened.open(f"{demo.address}/o/aldermoor/{page.format(assessment=assessment)}")
        opened.page.locator("main input[type=file]").first.set_input_files(sixty_megabytes)
        if opened.page.locator("[data-sends]").count() == 0:
            opened.page.locator("main form[method=post] button.primary").last.click()
        expect(opened.page.locator("main")).to_contain_text(
            re.compile("larger than 50 MB|too large")
        )
        opened.complaints.clear()
        assert faults(opened) == []
        assert opened.open(f"{demo.address}/o/aldermoor/") == 200
