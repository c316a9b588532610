"""Pages and static files for a real Chromium, served under the policy of the house, without a database."""

from __future__ import annotations

import atexit
import mimetypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'"

Answer = tuple[int, str, dict[str, str]]


class Stage:
    """What the server shows and says: one page, and prepared answers to what is posted."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.answers: list[Answer] = []
        self.posted: list[str] = []
        self.address = ""


class Pages(BaseHTTPRequestHandler):
    """Serves the page of a stage, the static files, and the prepared answers."""

    stage: Stage

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/page/":
            self._send(200, self.stage.page.encode(), {"Content-Type": "text/html; charset=utf-8"})
            return
        found = finders.find(path.removeprefix("/static/"))
        if isinstance(found, str):
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            self._send(200, Path(found).read_bytes(), {"Content-Type": kind})
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.stage.posted.append(self.rfile.read(length).decode(errors="replace"))
        code, body, headers = self.stage.answers.pop(0) if self.stage.answers else (200, "", {})
        self._send(code, body.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})

    def _send(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing while tests run."""


@contextmanager
def served(page: str) -> Iterator[Stage]:
    """A stage with one page at `address`, until the block ends."""
    stage = Stage(page)
    handler = type("Handler", (Pages,), {"stage": stage})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stage.address = f"http://127.0.0.1:{server.server_port}/page/"
    try:
        yield stage
    finally:
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium, or the test is skipped where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no Chromium on this machine")
    opened = _driver().chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield opened
    opened.close()


@cache
def _driver() -> Playwright:
    """The one driver of this process: a second one refuses to start beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its loop runs in the tests' own thread
    driver = sync_playwright().start()
    atexit.register(driver.stop)
    return driver


def visited(browser: Browser, address: str, *, width: int = 1440, scheme: str = "light") -> Page:
    """A page in a window of its own, its fonts loaded."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text))  # type: ignore[attr-defined]
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page
