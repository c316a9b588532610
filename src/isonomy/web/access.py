"""The access table of the whole house: every room's rows, and those of the sign-in pages."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from isonomy.base.access import ACCESS, PUBLIC, READERS, SIGNED_IN, Rule

ROUTES: dict[str, Rule] = {
    "start": PUBLIC,
    "health": PUBLIC,
    "kit": SIGNED_IN,
    "appearance": PUBLIC,
    "language": PUBLIC,
    "home": READERS,
}

ROOMS = ("parties", "catalogue", "exchange", "gap")


def fill() -> None:
    """Put every room's rows into the table; called once when the addresses are loaded."""
    ACCESS.add(ROUTES)
    for room in ROOMS:
        name = f"isonomy.{room}.access"
        if find_spec(name) is not None:
            ACCESS.add(import_module(name).ROUTES)
