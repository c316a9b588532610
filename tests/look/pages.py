"""Pages drawn without a database, for tests of the face."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from isonomy.base.kit import kit

SRC = Path(__file__).resolve().parents[2] / "src/isonomy"
STATIC = SRC / "base/static/isonomy"
TEMPLATES = SRC / "base/templates"


def request(path: str = "/kit/", **headers: str) -> HttpRequest:
    """A request of nobody in particular."""
    made = RequestFactory().get(path, headers=headers)
    made.user = AnonymousUser()
    return made


def kit_page() -> str:
    """The component page as a browser gets it."""
    return kit(request()).content.decode()


def drawn(markup: str, **context: object) -> str:
    """A piece of template, drawn."""
    from django_cotton.compiler_regex import CottonCompiler

    return Template(CottonCompiler().process(markup)).render(Context(context))
