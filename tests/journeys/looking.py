"""Open a page and say everything about it that would bother somebody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.houses import House

Scheme = Literal["light", "dark"]
PASSWORD = "plumb-line-six"

FACTS = """() => ({
  title: document.title.trim(),
  language: document.documentElement.lang,
  headings: [...document.querySelectorAll('h1')].filter(one => one.checkVisibility()).length,
  width: document.documentElement.scrollWidth,
  window: window.innerWidth,
  bare: [...document.querySelectorAll('table')].filter(one => !one.querySelector('th'))
    .map(one => one.outerHTML.slice(0, 90)),
  commas: [...document.querySelectorAll('svg *')].flatMap(one => [...one.attributes])
    .filter(one => /^(x|x1|x2|y|cx|width)$/.test(one.name) && one.value.includes(','))
    .map(one => one.value),
  wide: [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > window.innerWidth + 1;
  }).slice(0, 3).map(one => one.tagName + '.' + one.className),
})"""


@dataclass(slots=True)
class Window:
    """A window of the browser, signed in or not, and what the browser complained of in it."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> int:
        """Go to an address; returns the status of the answer."""
        self.complaints.clear()
        answer = self.page.goto(address)
        self.page.evaluate("document.fonts.ready")
        assert answer is not None
        return answer.status


@contextmanager
def window(
    browser: Browser,
    *,
    width: int = 1440,
    scheme: Scheme = "light",
    state: Any = None,
    language: str = "en-GB",
    scripts: bool = True,
) -> Iterator[Window]:
    """A fresh window; `state` is what `signed_in` returned."""
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        color_scheme=scheme,
        storage_state=state,
        locale=language,
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    opened = Window(context, context.new_page())
    opened.page.on("console", lambda said: _note(opened, said.type, said.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    try:
        yield opened
    finally:
        context.close()


def _note(opened: Window, kind: str, text: str) -> None:
    if kind in {"error", "warning"} and "status of 4" not in text:
        opened.complaints.append(text)


def sign_in(opened: Window, house: House, email: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person does."""
    opened.open(f"{house.address}/account/login/")
    opened.page.locator("#id_login").fill(email)
    opened.page.locator("#id_password").fill(password)
    opened.page.locator("main button[type=submit]").first.click()
    opened.page.wait_for_url(lambda url: "/login/" not in url)


def signed_in(browser: Browser, house: House, email: str) -> Any:
    """What a window needs to know so that this person is signed in there."""
    with window(browser) as opened:
        sign_in(opened, house, email)
        return opened.context.storage_state()


def faults(opened: Window) -> list[str]:
    """What is wrong with the page as it stands, in words for the report of a test."""
    facts = opened.page.evaluate(FACTS)
    found = [f"the browser says: {text[:200]}" for text in opened.complaints]
    if not facts["title"] or not facts["language"]:
        found.append("it has no title or language")
    if facts["headings"] != 1:
        found.append(f"it has {facts['headings']} headings of the first order")
    if facts["width"] > facts["window"]:
        found.append(f"it is {facts['width']} px wide: {', '.join(facts['wide'])}")
    if facts["commas"]:
        found.append(f"a drawing is placed by figures of a language: {facts['commas'][:3]}")
    found += [f"a table without headings: {one}" for one in facts["bare"]]
    for one in Axe().run(opened.page).response["violations"]:
        places = "; ".join(node["html"][:140] for node in one["nodes"][:2])
        found.append(f"axe, {one['id']} ({len(one['nodes'])}): {places}")
    return found
