"""Programs act with a token: within its role and scope, once per key, with one shape of problem."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from isonomy.base.models import Event
from isonomy.parties.models import ApiToken, KeptAnswer, Site, TokenUse
from isonomy.parties.services import end_membership, issue_token, revoke_token
from tests.world import World

API = "/api/v1"
SHAPE = {"type", "title", "status", "detail", "errors", "request_id"}


def call(secret: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    answer = respond(secret, method, path, body, **headers)
    return answer.status_code, answer.json() if answer.content else None


def respond(secret: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
    told = {"Authorization": f"Bearer {secret}"} if secret else {}
    told.update({name.replace("_", "-"): value for name, value in headers.items()})
    return (
        getattr(Client(), method.lower())(
            API + path, body, content_type="application/json", headers=told
        )
        if method != "GET"
        else Client().get(API + path, headers=told)
    )


def test_a_token_reads_its_own_organisation(world: World) -> None:
    status, body = call(world.token("mei"), "GET", "/organisation")
    assert (status, body["name"], body["country"]) == (200, "Aldermoor Foods", "GB")
    status, body = call(world.token("hana"), "GET", "/organisation")
    assert body["name"] == "Kestrel Instruments"


def test_whoever_works_for_two_has_a_token_for_each(world: World) -> None:
    for organisation in (world.aldermoor, world.kestrel):
        status, body = call(world.token("carla", organisation), "GET", "/organisation")
        assert (status, body["slug"]) == (200, organisation.slug)


@pytest.mark.parametrize("secret", ["", "iso_wrong", "Basic abc"])
def test_without_a_valid_token_one_is_told_so(secret: str, world: World) -> None:
    answer = respond(secret, "GET", "/organisation")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    body = answer.json()
    assert set(body) == SHAPE
    assert body["request_id"] == answer.headers["X-Request-Id"]


def test_a_session_of_a_browser_opens_no_call(world: World) -> None:
    """So no other site can make a browser write here."""
    assert world.client("ines").get(f"{API}/organisation").status_code == 401


def test_a_token_ends_with_its_day_its_revocation_and_its_persons_access(world: World) -> None:
    secret = world.token("priya")
    token = ApiToken.objects.for_(world.actor("ines")).get(person=world.people["priya"])
    assert call(secret, "GET", "/sites")[0] == 200
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=5)):
        assert call(secret, "GET", "/sites")[0] == 401
    other = world.token("priya")
    revoke_token(world.actor("ines"), token)
    assert call(secret, "GET", "/sites")[0] == 401
    assert call(other, "GET", "/sites")[0] == 200
    end_membership(world.actor("ines"), world.member("priya"))
    assert call(other, "GET", "/sites")[0] == 401


def test_only_a_digest_of_a_token_is_kept(world: World) -> None:
    secret = world.token("ines")
    token = ApiToken.objects.for_(world.actor("ines")).get()
    assert secret not in str(vars(token))
    assert token.hint == secret[:8]
    assert secret not in str(list(Event.objects.values("said", "changes")))


def test_use_is_noted_at_most_once_a_minute(world: World) -> None:
    secret, start = world.token("mei"), timezone.now()
    for seconds, noted in ((1, 1), (30, 1), (70, 70)):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            call(secret, "GET", "/organisation")
            assert TokenUse.objects.get().at == start + timedelta(seconds=noted)


def test_a_reading_token_writes_nothing(world: World) -> None:
    secret = world.token("ines", scopes=("read",))
    status, body = call(secret, "POST", "/sites", {"name": "New"})
    assert (status, body["type"]) == (403, "urn:isonomy:problem:scope")
    assert not Site.objects.for_(world.actor("ines")).filter(name="New").exists()
    writer = world.token("ines", scopes=("write",))
    assert call(writer, "GET", "/sites")[0] == 403


def test_a_role_does_through_a_token_what_it_may_on_the_pages(world: World) -> None:
    for who, status in (("mei", 403), ("priya", 403), ("tomasz", 201), ("ines", 201)):
        assert call(world.token(who), "POST", "/sites", {"name": f"Of {who}"})[0] == status


def test_rows_of_the_other_organisation_are_not_there(world: World) -> None:
    foreign, secret = world.sites["kestrel"].pk, world.token("ines")
    assert call(world.token("jonas"), "GET", f"/sites/{foreign}")[0] == 200
    for method, path, body in (
        ("GET", f"/sites/{foreign}", None),
        ("PATCH", f"/sites/{foreign}", {"name": "Ours"}),
        ("POST", f"/sites/{foreign}/close", {"on": "2026-12-31"}),
        ("PUT", f"/sites/{foreign}/headcount", {"full_time": {"people": 1}}),
        ("PUT", f"/people/{world.member('hana', world.kestrel).pk}", {"role": "reader"}),
    ):
        status, told = call(secret, method, path, body)
        assert (status, set(told)) == (404, SHAPE), path
    assert Site.objects.for_(world.actor("jonas")).get().name == "Ulm"


def test_a_site_is_made_changed_counted_and_closed(world: World) -> None:
    secret = world.token("tomasz")
    status, site = call(secret, "POST", "/sites", {"name": "Mill Lane", "country": "GB"})
    assert (status, site["name"], site["closed_on"]) == (201, "Mill Lane", None)
    path = f"/sites/{site['id']}"
    assert call(secret, "PATCH", path, {"city": "Aldermoor"})[1]["city"] == "Aldermoor"
    counts = {"part_time": {"people": 4, "weekly_hours": "17.5"}}
    assert call(secret, "PUT", f"{path}/headcount", counts)[0] == 200
    status, read = call(secret, "GET", path)
    assert read["headcount"] == [
        {
            "category": "part_time",
            "people": 4,
            "weekly_hours": "17.5",
            "shifts": 1,
            "largest_shift": None,
        }
    ]
    assert (
        call(secret, "POST", f"{path}/close", {"on": "2026-12-31"})[1]["closed_on"] == "2026-12-31"
    )
    event = Event.objects.filter(organisation_id=world.aldermoor.pk).order_by("-sequence").first()
    assert event is not None
    assert (event.verb, event.via, event.actor_name) == (
        "parties.close_site",
        "api",
        "Tomasz Lindgren",
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "X", "country": "ZZ"}, "country"),
        ({"name": "X", "is_central": "perhaps"}, "is_central"),
        ({"name": "x" * 121}, "name"),
        ({"name": "ALDERMOOR"}, "name"),
    ],
)
def test_wrong_fields_are_named(body: dict[str, str], field: str, world: World) -> None:
    status, told = call(world.token("ines"), "POST", "/sites", body)
    assert (status, set(told)) == (422, SHAPE)
    assert [item["field"] for item in told["errors"]] == [field]


def test_a_rule_in_the_way_is_a_conflict_with_its_reason(world: World) -> None:
    own = world.member("ines").pk
    status, told = call(world.token("ines"), "POST", f"/people/{own}/end")
    assert (status, told["type"]) == (409, "urn:isonomy:problem:last_administrator")
    assert "last administrator" in told["errors"][0]["cause"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("DELETE", "/organisation", 405), ("POST", "/sites", 400)],
)
def test_what_the_framework_refuses_has_the_same_shape(
    method: str, path: str, status: int, world: World
) -> None:
    headers = {"Authorization": f"Bearer {world.token('ines')}"}
    answer = Client().generic(method, API + path, b"{not json", "application/json", headers=headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == SHAPE


def test_lists_come_in_parts_with_their_total(world: World) -> None:
    secret = world.token("ines")
    _status, first = call(secret, "GET", "/sites?limit=1")
    assert (first["total"], [site["name"] for site in first["items"]]) == (2, ["Aldermoor"])
    _, second = call(secret, "GET", "/sites?limit=1&offset=1")
    assert [site["name"] for site in second["items"]] == ["Port Selwyn"]
    for wrong in ("limit=0", "limit=201", "offset=-1", "limit=many"):
        assert call(secret, "GET", f"/sites?{wrong}")[0] == 422


def test_the_trail_can_be_checked_from_outside(world: World) -> None:
    _status, page = call(world.token("tomasz"), "GET", "/events?limit=200")
    events = list(reversed(page["items"]))
    assert [event["sequence"] for event in events] == list(range(1, page["total"] + 1))
    for first, second in itertools.pairwise(events):
        assert second["previous"] == first["hash"]
    assert call(world.token("mei"), "GET", "/events")[0] == 403


def test_the_same_key_does_a_thing_once(world: World) -> None:
    secret = world.token("ines")
    first = respond(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    again = respond(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotent-Replay"] == "true"
    assert Site.objects.for_(world.actor("ines")).filter(name="Mill Lane").count() == 1


def test_a_refusal_is_repeated_too(world: World) -> None:
    secret = world.token("ines")
    for _ in range(2):
        status, _told = call(secret, "POST", "/sites", {"name": ""}, Idempotency_Key="k1")
        assert status == 422


def test_a_key_is_not_used_for_something_else(world: World) -> None:
    secret = world.token("ines")
    respond(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    status, told = call(secret, "POST", "/sites", {"name": "Other"}, Idempotency_Key="k1")
    assert (status, told["type"]) == (422, "urn:isonomy:problem:key-reused")


def test_keys_of_two_tokens_do_not_meet(world: World) -> None:
    one, other = world.token("ines"), world.token("jonas")
    assert call(one, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k")[0] == 201
    assert call(other, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k")[0] == 201


def test_while_the_first_is_at_work_the_second_waits(world: World) -> None:
    secret = world.token("ines")
    respond(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    KeptAnswer.objects.update(status=None)
    status, told = call(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    assert (status, told["type"]) == (409, "urn:isonomy:problem:in-progress")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        status, _ = call(secret, "POST", "/sites", {"name": "Other Lane"}, Idempotency_Key="k1")
        assert status == 201


def test_after_a_day_a_key_is_free_again(world: World) -> None:
    secret = issue_token(
        world.actor("ines"),
        name="long",
        scopes=("write",),
        expires_at=timezone.now() + timedelta(days=30),
    )[1]
    respond(secret, "POST", "/sites", {"name": "Mill Lane"}, Idempotency_Key="k1")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        status, _ = call(secret, "POST", "/sites", {"name": "Other"}, Idempotency_Key="k1")
    assert status == 201


def test_the_reference_page_names_every_call_and_needs_a_sign_in(world: World) -> None:
    assert Client().get("/api/").status_code == 302
    text = world.client("nils").get("/api/").content.decode()
    for words in ("parties.list_sites", "/api/v1/sites/{site_id}", "weekly_hours"):
        assert words in text


def test_an_invitation_by_a_program_tells_its_link_once(world: World) -> None:
    secret = world.token("ines")
    body = {"email": "lena@aldermoor.example", "role": "reader"}
    status, made = call(secret, "POST", "/invitations", body)
    assert status == 201
    assert Client().get(made["link"].removeprefix("http://testserver")).status_code == 200
    _, listed = call(secret, "GET", "/invitations")
    assert [one["email"] for one in listed["items"]] == ["lena@aldermoor.example"]
    assert made["link"] not in str(listed)
    assert call(secret, "DELETE", f"/invitations/{made['id']}")[0] == 204
    assert Client().get(made["link"].removeprefix("http://testserver")).status_code == 410
    status, told = call(secret, "POST", "/invitations", {**body, "role": "consultant"})
    assert (status, told["errors"][0]["field"]) == (422, "ends_on")


def test_identifiers_are_noted_and_taken_away(world: World) -> None:
    secret = world.token("tomasz")
    status, made = call(
        secret, "POST", "/identifiers", {"scheme": "lei", "value": "5299000J2N45DDNE4Y28"}
    )
    assert status == 201
    assert call(world.token("jonas"), "DELETE", f"/identifiers/{made['id']}")[0] == 404
    assert call(secret, "DELETE", f"/identifiers/{made['id']}")[0] == 204
    assert call(secret, "POST", "/identifiers", {"scheme": "horoscope", "value": "1"})[0] == 422
