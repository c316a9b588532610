"""What a person sees, hears or is read of a page: its text and the attributes that are spoken or shown."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

UNSEEN = {"script", "style", "template"}
FOREIGN = "foreign"
AS_IS = {"code", "kbd", "samp", "pre", "textarea", FOREIGN}
"""Keys, code, what somebody wrote, and what says itself that it is in another language or a name."""

SPOKEN = {"alt", "title", "aria-label", "placeholder", "aria-roledescription", "aria-valuetext"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
WORDS_FOR_SCRIPTS = {
    "data-l",
    "data-label",
    "data-saving",
    "data-saved",
    "data-offline",
    "data-failed",
}
WORDS_FOR_SCRIPTS |= {"data-copied"}


class Page(HTMLParser):
    """Collects the visible strings of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins; its spoken attributes count."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        shown = SPOKEN | WORDS_FOR_SCRIPTS
        self.found += [value for name, value in given.items() if name in shown]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.found.append(given.get("value", ""))
        if tag not in VOID:
            other = tag != "html" and given.get("lang", self.language) != self.language
            self._open.append(FOREIGN if other or given.get("translate") == "no" else tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of drawings, closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text; only what is seen counts."""
        if data.strip() and not (UNSEEN | AS_IS) & set(self._open):
            self.found.append(" ".join(data.split()))


def visible(html: str) -> Iterator[str]:
    """The strings of a page, once each."""
    page = Page()
    page.feed(html)
    page.close()
    return iter(dict.fromkeys(page.found))
