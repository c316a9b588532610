"""What has no row in the access table is reached by nobody; here nothing is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from isonomy.base.access import ACCESS, OPERATIONS
from isonomy.base.audit_trail import SENTENCES
from isonomy.base.transitions import bound_workflows
from isonomy.web.access import CLOSED
from isonomy.web.api import api
from isonomy.web.gatekeeper import API
from tests.house.source import DJANGO_ROOMS, files
from tests.world import World


def routes() -> dict[str, URLPattern]:
    """Every address but those of programs, by its full name.

    The sign-in library's old addresses below `social/` have no name and so no row: they are closed.
    """
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name or not str(pattern.pattern).startswith(("static", "social/")):
                yield f"{space}{pattern.name or pattern.pattern}", pattern
        elif pattern.namespace != API:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)


def test_every_address_has_a_row_or_a_reason_to_be_closed() -> None:
    without = {name for name in routes() if ACCESS.rule(name) is None}
    assert without == set(CLOSED)


def test_every_row_belongs_to_an_address() -> None:
    known = set(routes())
    stale = {name for name in ACCESS.names() if name not in known}
    assert {name for name in stale if not name.startswith("openid_connect")} == set()


def test_every_call_has_a_row_and_every_row_a_call() -> None:
    assert {name for name, _, _ in api.operation_ids()} == OPERATIONS.names()


def test_every_call_has_a_name_of_its_own() -> None:
    names = [name for name, _, _ in api.operation_ids()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_closed_address_is_not_there(name: str, world: World) -> None:
    address = {
        "account_signup": "/account/signup/",
        "account_confirm_login_code": "/account/login/code/confirm/",
        "socialaccount_signup": "/account/3rdparty/signup/",
    }[name]
    for browser in (world.client(), world.client("ines"), world.client("olga")):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"email": "x@y.example"}).status_code == 404


def test_every_verb_of_every_workflow_has_its_sentence() -> None:
    for file, _ in files(*DJANGO_ROOMS):
        if "/services" in file and not file.endswith("__init__.py"):
            import_module("isonomy." + file.removesuffix(".py").replace("/", "."))
    missing = [
        f"{bound.workflow.name}.{step.name}"
        for bound in bound_workflows().values()
        for step in bound.workflow.transitions
        if f"{bound.workflow.name}.{step.name}" not in SENTENCES
    ]
    assert missing == []


def test_a_sentence_names_who_did_it_unless_nobody_did() -> None:
    """`%(who)s` or, for what the house does itself, none; every place is well written."""
    for verb, words in SENTENCES.items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", verb), verb
        words % dict.fromkeys(re.findall(r"%\((\w+)\)s", words), "x")
