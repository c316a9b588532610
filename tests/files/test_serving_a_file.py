"""A stored file reaches the browser so that nothing in it can act on our pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from isonomy.base.access import Actor, Role
from isonomy.base.files.naming import safe_name
from isonomy.base.files.services import keep_upload
from isonomy.base.files.serving import send_file

ANNA = Actor(None, 71, Role.MANAGER, "Anna")


@pytest.fixture
def sent(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }

    def send(data: bytes, name: str = "file", *, inline: bool = True, **headers: str) -> Any:
        request = RequestFactory().get("/", headers=headers)
        return send_file(request, keep_upload(actor=ANNA, upload=data), name, inline=inline)

    return send


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        b'<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_what_could_run_is_only_ever_downloaded(sent: Any, data: bytes) -> None:
    response = sent(data, "drawing.svg")
    assert response["Content-Disposition"].startswith("attachment")
    assert "html" not in response["Content-Type"]
    assert "svg" not in response["Content-Type"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_pdf_is_shown_where_that_is_asked_for(sent: Any) -> None:
    shown, saved = sent(b"%PDF-1.7"), sent(b"%PDF-1.7", inline=False)
    assert (shown["Content-Type"], shown["Content-Disposition"][:6]) == (
        "application/pdf",
        "inline",
    )
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(shown.streaming_content) == b"%PDF-1.7"


def test_text_is_shown_as_text_whatever_it_says(sent: Any) -> None:
    response = sent(b"hello <script>alert(1)</script>")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_browser_that_has_the_file_is_not_sent_it_again(sent: Any) -> None:
    tag = sent(b"%PDF-1.7")["ETag"]
    assert sent(b"%PDF-1.7", **{"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Plan.xlsx", "Plan.xlsx"),
        ("Prüfbericht Größe.pdf", "Prüfbericht Größe.pdf"),
        ("報告書.pdf", "報告書.pdf"),
        ("evil\u202efdp.exe", "evil fdp.exe"),
        ('a"b\r\nSet-Cookie: x.txt', "a b Set-Cookie x.txt"),
        ("CON.txt", "_CON.txt"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_are_made_safe_and_keep_their_letters(given: str, safe: str) -> None:
    assert safe_name(given) == safe
