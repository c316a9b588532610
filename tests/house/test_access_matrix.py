"""Every address by every role: a committed table that a reviewer reads as a difference.

Renew it on purpose with `RENEW=1 pytest -m matrix tests/house`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from isonomy.parties.models import Organisation
from isonomy.web.api import api
from tests.house.test_every_address_has_a_rule import routes
from tests.world import World, call_args, route_args

PINNED = Path(__file__).with_name("matrix.csv")
WHO: dict[str, str | None] = {
    "nobody": None,
    "stranger": "nils",
    "other organisation": "jonas",
    "reader": "mei",
    "contributor": "priya",
    "consultant": "carla",
    "manager": "tomasz",
    "administrator": "ines",
    "operator": "olga",
}
LIBRARIES = {"mfa_login_webauthn", "openid_connect_login", "openid_connect_callback"}
CHANGING = {"health"}  # its answer tells of the worker, not of who asks


class Undone(Exception):
    """Ends a transaction whose changes are not wanted."""


def asked(act: Callable[[], int]) -> int:
    """The answer to a request whose changes are taken back."""
    status = 0
    try:
        with transaction.atomic():
            status = act()
            raise Undone
    except Undone:
        return status


def address(name: str, pattern: URLPattern, world: World) -> str | None:
    """An example of an address at Aldermoor; None where nobody gave its arguments."""
    given = route_args().get(name)
    if given is not None:
        return reverse(name, kwargs=given(world))
    wanted = set(pattern.pattern.regex.groupindex)
    try:
        if wanted == {"org"}:
            return reverse(name, kwargs={"org": world.aldermoor.slug})
        return reverse(name) if not wanted else None
    except NoReverseMatch:
        return None


def page_rows(world: World) -> list[list[str]]:
    rows = []
    browsers = {label: world.client(who) for label, who in WHO.items()}
    for name, pattern in sorted(routes().items()):
        place = address(name, pattern, world)
        if place is None or name in LIBRARIES | CHANGING:
            continue
        rows.append([name, *(told(browser, place) for browser in browsers.values())])
    return rows


def told(browser: Client, place: str) -> str:
    """What a request answers, shortly: the status, or that it asks to sign in."""

    def ask() -> int:
        nonlocal location
        response = browser.get(place)
        location = response.headers.get("Location", "")
        return response.status_code

    location = ""
    status = asked(ask)
    return "sign in" if status == 302 and "/login/" in location else str(status)


def call_rows(world: World) -> list[list[str]]:
    rows = []
    tokens = {label: token_of(world, who) for label, who in WHO.items()}
    for name, method, path in sorted(api.operation_ids()):
        given = call_args().get(name)
        if "{" in path and given is None:
            continue
        place = f"/api/v1{filled(path, given(world) if given else {})}"
        row = [f"{method} {name}"]
        row += [answer(method, place, secret) for secret in tokens.values()]
        rows.append(row)
    return rows


def filled(path: str, given: Mapping[str, Any]) -> str:
    """A call's path with its arguments; `{path:ref}` names the kind first, as Django's do."""
    return re.sub(r"\{(?:\w+:)?(\w+)\}", lambda found: str(given[found[1]]), path)


def answer(method: str, place: str, secret: str) -> str:
    """What a call with an empty body answers to a token, or to none."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask() -> int:
        call = Client().generic(method, place, b"{}", "application/json", headers=headers)
        return call.status_code

    return str(asked(ask))


def token_of(world: World, who: str | None) -> str:
    if who is None:
        return ""
    where: Organisation | None = world.aldermoor if who != "jonas" else None
    try:
        return world.token(who, where)
    except LookupError:
        return "iso_none"


@pytest.mark.matrix
def test_the_table_of_answers_is_the_committed_one(world: World, renew: bool) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["address", *WHO])
    writer.writerows([*page_rows(world), *call_rows(world)])
    if renew:
        PINNED.write_text(text.getvalue(), encoding="utf-8")
    assert PINNED.read_text("utf-8") == text.getvalue(), "review who may do what, then renew"


@pytest.mark.matrix
def test_no_address_is_left_out_for_want_of_an_example(world: World) -> None:
    without = {name for name, pattern in routes().items() if address(name, pattern, world) is None}
    assert without - LIBRARIES == set(), "give examples in tests/world/<room>.py"
    known = call_args()
    assert {n for n, _, path in api.operation_ids() if "{" in path and n not in known} == set()


def committed() -> list[dict[str, str]]:
    with PINNED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_strangers_are_told_nothing_about_an_organisation() -> None:
    """Read from the committed table: what a member may see, nobody else learns of."""
    rows = [row for row in committed() if row["administrator"] in {"200", "405"}]
    inside = [
        row
        for row in rows
        if row["stranger"] == "404" and not row["address"].startswith("parties:found")
    ]
    assert len(inside) > 15
    for row in inside:
        assert row["other organisation"] == "404", row["address"]
        if " " not in row["address"]:
            assert row["nobody"] == "sign in", row["address"]


def test_whoever_reads_only_changes_nothing() -> None:
    """No write call is open to a reader, and no page that a reader may not open is a mere 403."""
    for row in committed():
        if row["address"].split(" ")[0] in {"POST", "PUT", "PATCH", "DELETE"}:
            assert row["reader"] == "403", row["address"]
        elif " " not in row["address"]:
            assert "403" not in row.values(), row["address"]
