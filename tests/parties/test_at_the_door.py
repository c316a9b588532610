"""Signing in: passwords, codes from an app, locks, and what of it is recorded."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from isonomy.base.audit_trail import worded
from isonomy.base.models import Event
from tests.world import PASSWORD, World


def code_now(secret: str) -> str:
    """The six digits an authenticator app shows (RFC 6238, SHA-1, 30 seconds)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counted = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = counted[-1] & 15
    number = struct.unpack(">I", counted[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def test_our_app_counts_as_the_published_example_does() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    with time_machine.travel(59, tick=False):
        assert code_now(secret) == "287082"  # RFC 6238, appendix B: 94287082


def sign_in(browser: Client, who: str, password: str = PASSWORD) -> object:
    return browser.post("/account/login/", {"login": who, "password": password})


def verbs() -> list[str]:
    found = Event.objects.filter(organisation_id=0, verb__startswith="door.").order_by("sequence")
    return list(found.values_list("verb", flat=True))


def test_a_password_opens_the_door_and_it_is_recorded(world: World) -> None:
    browser = Client()
    answer = sign_in(browser, "Mei@Aldermoor.example")
    assert answer.headers["Location"] == "/"  # type: ignore[attr-defined]
    assert browser.get("/o/aldermoor-foods/organisation/").status_code == 200
    browser.post("/account/logout/")
    assert browser.get("/o/aldermoor-foods/organisation/").status_code == 302
    assert verbs() == ["door.sign_in", "door.sign_out"]
    events = Event.objects.filter(verb="door.sign_in")
    assert worded(events.get()) == "Mei Huang signed in"


def test_after_signing_in_one_is_where_one_wanted_to_go(world: World) -> None:
    wanted = "/o/aldermoor-foods/organisation/people/"
    browser = Client()
    answer = browser.get(wanted)
    assert answer.status_code == 302
    place = answer.headers["Location"]
    done = browser.post(
        place, {"login": "mei@aldermoor.example", "password": PASSWORD, "next": wanted}
    )
    assert done.headers["Location"] == wanted
    away = Client().post(
        "/account/login/",
        {"login": "mei@aldermoor.example", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert away.headers["Location"] == "/"


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(world: World) -> None:
    known = sign_in(Client(), "mei@aldermoor.example", "not this one at all")
    unknown = sign_in(Client(), "nobody@aldermoor.example", "not this one at all")
    told = [
        re.findall(r'role="alert".*?</div>', answer.content.decode(), re.DOTALL)  # type: ignore[attr-defined]
        for answer in (known, unknown)
    ]
    assert told[0] == told[1] != []
    assert verbs() == ["door.failed"]  # a stranger's guess does not fill the trail


def test_after_ten_failures_the_door_is_locked_for_a_while(world: World) -> None:
    start = time.time()
    for turn in range(10):
        # slowly enough for the sign-in library's own brake, which counts five in five minutes
        with time_machine.travel(start + turn * 62, tick=False):
            answer = sign_in(Client(), "mei@aldermoor.example", f"wrong {turn}")
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "Too many attempts" in answer.content.decode()  # type: ignore[attr-defined]
    with time_machine.travel(start + 10 * 62, tick=False):
        assert sign_in(Client(), "mei@aldermoor.example").status_code == 429  # type: ignore[attr-defined]
        assert sign_in(Client(), "priya@aldermoor.example").status_code == 302  # type: ignore[attr-defined]
    with time_machine.travel(start + 10 * 62 + 16 * 60, tick=False):
        assert sign_in(Client(), "mei@aldermoor.example").status_code == 302  # type: ignore[attr-defined]
    assert "door.locked_out" in verbs()


def test_a_code_from_an_app_is_asked_for_once_it_is_switched_on(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    browser = Client()
    sign_in(browser, "tomasz@aldermoor.example")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    text = browser.get("/account/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml;base64," in text
    secret = re.search(r'id="secret">([A-Z2-7]+)<', text)
    assert secret is not None
    wrong = browser.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post("/account/2fa/totp/activate/", {"code": code_now(secret[1])})
    assert done.status_code == 302
    codes = browser.get("/account/2fa/recovery-codes/").content.decode()
    spare = re.search(r"\b\d{8}\b", codes)
    assert spare is not None

    again = Client()
    answer = sign_in(again, "tomasz@aldermoor.example")
    assert answer.headers["Location"] == "/account/2fa/authenticate/"  # type: ignore[attr-defined]
    assert again.get("/o/aldermoor-foods/organisation/").status_code == 302
    with time_machine.travel(time.time() + 31):
        opened = again.post("/account/2fa/authenticate/", {"code": code_now(secret[1])})
    assert opened.headers["Location"] == "/"
    assert again.get("/o/aldermoor-foods/organisation/").status_code == 200

    lost = Client()
    sign_in(lost, "tomasz@aldermoor.example")
    assert lost.post("/account/2fa/authenticate/", {"code": spare[0]}).status_code == 302
    assert lost.get("/o/aldermoor-foods/organisation/").status_code == 200
    told = [worded(event) for event in Event.objects.filter(verb="door.method_added")]
    assert "Tomasz Lindgren added a way to sign in: authenticator app" in told


def test_what_guards_the_account_asks_again_who_one_is(world: World) -> None:
    browser = world.client("tomasz")
    answer = browser.get("/account/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def test_a_new_password_is_set_by_a_mailed_link(world: World, mailoutbox: list[object]) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": "mei@aldermoor.example"})
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", mailoutbox[0].body)  # type: ignore[attr-defined]
    assert found is not None
    place = browser.get(found[1]).headers["Location"]
    fresh = "a quite different line 88"
    done = browser.post(place, {"password1": fresh, "password2": fresh})
    assert done.status_code == 302
    assert sign_in(Client(), "mei@aldermoor.example", fresh).status_code == 302  # type: ignore[attr-defined]
    assert sign_in(Client(), "mei@aldermoor.example").status_code == 200  # type: ignore[attr-defined]
    assert "door.password_reset" in verbs()


def test_an_unknown_address_is_answered_like_a_known_one(
    world: World, mailoutbox: list[object]
) -> None:
    known = Client().post("/account/password/reset/", {"email": "mei@aldermoor.example"})
    unknown = Client().post("/account/password/reset/", {"email": "who@aldermoor.example"})
    assert known.status_code == unknown.status_code
    assert known.headers["Location"] == unknown.headers["Location"]


def test_other_sign_ins_are_listed_and_ended(world: World) -> None:
    here, there = Client(headers={"User-Agent": "Desk"}), Client(headers={"User-Agent": "Phone"})
    sign_in(here, "mei@aldermoor.example")
    sign_in(there, "mei@aldermoor.example")
    assert there.get("/account/").status_code == 200
    listed = here.get("/account/sessions/").content.decode()
    assert "Desk" in listed
    assert "Phone" in listed
    here.post("/account/sessions/")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/account/login/", "/account/2fa/", "/account/", "/o/aldermoor-foods/organisation/"],
)
def test_no_page_runs_a_script_of_its_own_text(address: str, world: World) -> None:
    """Scripts come from files; what stands between script tags is data that no browser runs."""
    browser = Client() if address == "/account/login/" else world.client("mei")
    answer = browser.get(address)
    text = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for opening, inside in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert 'type="application/json"' in opening or not inside.strip(), opening
    assert not re.search(r'\s(style|on[a-z]+)="', text)


def test_a_new_address_takes_over_once_its_link_was_opened(
    world: World, mailoutbox: list[Any]
) -> None:
    browser = Client()
    sign_in(browser, "mei@aldermoor.example")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"action_add": "1", "email": "mei.huang@aldermoor.example"})
    mei = world.people["mei"]
    mei.refresh_from_db()
    assert mei.email == "mei@aldermoor.example"
    sent = [mail for mail in mailoutbox if mail.to == ["mei.huang@aldermoor.example"]]
    found = re.search(r"http://testserver(/account/confirm-email/\S+)", sent[0].body)
    assert found is not None
    assert "mei.huang@aldermoor.example" in browser.get(found[1]).content.decode()
    browser.post(found[1])
    mei.refresh_from_db()
    assert mei.email == "mei.huang@aldermoor.example"
    assert sign_in(Client(), "mei.huang@aldermoor.example").status_code == 302  # type: ignore[attr-defined]
    assert sign_in(Client(), "mei@aldermoor.example").status_code == 200  # type: ignore[attr-defined]
    assert "door.email" in verbs()


def test_an_address_of_somebody_else_is_not_taken(world: World, mailoutbox: list[Any]) -> None:
    browser = Client()
    sign_in(browser, "mei@aldermoor.example")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"action_add": "1", "email": "ines@aldermoor.example"})
    found = re.search(r"http://testserver(/account/confirm-email/\S+)", mailoutbox[-1].body)
    assert found is not None
    for opener in (browser, world.client("ines")):
        shown = opener.get(found[1]).content.decode()
        assert f'action="{found[1]}"' not in shown  # nothing to confirm with
        opener.post(found[1])
    for who in ("mei", "ines"):
        world.people[who].refresh_from_db()
        assert world.people[who].email == f"{who}@aldermoor.example"
