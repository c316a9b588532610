"""How many queries each page of the ground makes is committed; more rows may not mean more queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from isonomy.base.access import Role
from isonomy.parties.services import accept_invitation, change_site, invite, open_site
from tests.world import PASSWORD, World

PINNED = Path(__file__).with_name("query_counts.json")
PAGES = {
    "parties:organisation": "/o/aldermoor-foods/organisation/",
    "parties:people": "/o/aldermoor-foods/organisation/people/",
    "parties:tokens": "/o/aldermoor-foods/organisation/tokens/",
    "parties:trail": "/o/aldermoor-foods/organisation/trail/",
    "parties:account": "/account/",
    "api_reference": "/api/",
}
CALLS = {
    "parties.list_sites": "/api/v1/sites",
    "parties.list_people": "/api/v1/people",
    "parties.list_events": "/api/v1/events",
}


def counted(world: World) -> dict[str, int]:
    browser, secret = world.client("ines"), world.token("ines")
    headers = {"Authorization": f"Bearer {secret}"}
    found: dict[str, int] = {}
    for name, address in {**PAGES, **CALLS}.items():
        given = headers if name in CALLS else {}
        assert browser.get(address, headers=given).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(address, headers=given)
        found[name] = len(queries)
    return found


def test_the_counts_are_the_committed_ones(world: World, renew: bool) -> None:
    found = counted(world)
    if renew:
        PINNED.write_text(json.dumps(found, indent=1) + "\n")
    assert json.loads(PINNED.read_text()) == found


@pytest.mark.parametrize("rows", [12])
def test_more_rows_make_no_more_queries(rows: int, world: World) -> None:
    ines = world.actor("ines")
    before = counted(world)
    for number in range(rows):
        site = open_site(ines, name=f"Depot {number}", city="Aldermoor")
        change_site(ines, site, city="Port Selwyn")
        invited = invite(ines, email=f"p{number}@aldermoor.example", role=Role.READER)
        accept_invitation(invited.secret, name=f"Person {number}", password=PASSWORD)
        world.token("ines")
    assert counted(world) == before
