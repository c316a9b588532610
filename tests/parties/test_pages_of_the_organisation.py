"""The organisation's pages say what is known and offer what the reader may do."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from isonomy.base.models import Event
from isonomy.parties.models import Headcount, Invitation, Membership, OutgoingMail, Site
from isonomy.parties.services import change_site
from tests.world import PASSWORD, World

HERE = "/o/aldermoor-foods/organisation/"


def page(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_facts_identifiers_and_sites_with_people(world: World) -> None:
    text = page(world.client("mei"), HERE)
    for words in ("Aldermoor Foods", "United Kingdom", "04571832", "Port Selwyn", ">298<"):
        assert words in text
    assert "Add a site" not in text
    assert "Ulm" not in text


def test_who_may_change_the_facts_is_offered_it(world: World) -> None:
    assert "Change the facts" in page(world.client("tomasz"), HERE)
    browser = world.client("tomasz")
    answer = browser.post(
        HERE + "change/",
        {"name": "Aldermoor Foods Ltd", "time_zone": "Europe/London", "language": "en"},
    )
    assert answer.status_code == 302
    assert "Aldermoor Foods Ltd" in page(browser, HERE)


def test_a_site_is_opened_and_a_wrong_one_explained_on_its_field(world: World) -> None:
    browser = world.client("ines")
    answer = browser.post(HERE + "sites/new/", {"name": "aldermoor", "time_zone": "UTC"})
    text = answer.content.decode()
    assert "Another site already has this name." in text
    assert 'class="errors"' in text
    answer = browser.post(HERE + "sites/new/", {"name": "Mill Lane", "time_zone": "UTC"})
    site = Site.objects.for_(world.actor("ines")).get(name="Mill Lane")
    assert answer.headers["Location"] == f"{HERE}sites/{site.pk}/"


def test_the_headcount_is_filled_in_by_category(world: World) -> None:
    browser, site = world.client("tomasz"), world.sites["selwyn"]
    wrong = browser.post(f"{HERE}sites/{site.pk}/headcount/", {"part_time_people": "9"})
    assert "Say how many hours a week each works." in wrong.content.decode()
    right = browser.post(
        f"{HERE}sites/{site.pk}/headcount/",
        {"part_time_people": "9", "part_time_weekly_hours": "17.5", "full_time_people": "105"},
    )
    assert right.status_code == 302
    rows = Headcount.objects.for_(world.actor("ines")).filter(site=site)
    assert sorted((row.category, row.people) for row in rows) == [
        ("full_time", 105),
        ("part_time", 9),
    ]


def test_an_invitation_shows_its_link_once_and_writes_the_mail(world: World) -> None:
    browser = world.client("ines")
    answer = browser.post(
        HERE + "people/invite/",
        {"email": "lena@aldermoor.example", "role": "contributor", "send": "on"},
    )
    text = answer.content.decode()
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", text)
    assert found is not None
    assert "no-store" in answer.headers["Cache-Control"]
    assert found[1] not in page(browser, HERE + "people/")
    assert "lena@aldermoor.example" in page(browser, HERE + "people/")

    newcomer = Client()
    assert "Aldermoor Foods" in page(newcomer, found[1])
    entered = newcomer.post(found[1], {"name": "Lena Brandt", "password": PASSWORD})
    assert entered.headers["Location"] == "/o/aldermoor-foods/"
    assert "Lena Brandt" in page(newcomer, HERE + "people/")
    assert Client().get(found[1]).status_code == 410


def test_a_mail_without_a_server_waits_in_the_outbox_for_operators_only(
    world: World, settings: object
) -> None:
    settings.EMAIL_BACKEND = "isonomy.parties.outbox.OutboxBackend"  # type: ignore[attr-defined]
    world.client("ines").post(
        HERE + "people/invite/",
        {"email": "lena@aldermoor.example", "role": "reader", "send": "on"},
    )
    mail = OutgoingMail.objects.get()
    assert mail.recipients == ["lena@aldermoor.example"]
    operator = world.client("olga")
    assert "Aldermoor Foods invites you to Isonomy" in page(operator, "/installation/outbox/")
    assert "/invitation/" in page(operator, f"/installation/outbox/{mail.pk}/")
    for who in ("ines", "nils"):
        assert world.client(who).get("/installation/outbox/").status_code == 404
        assert world.client(who).get(f"/installation/outbox/{mail.pk}/").status_code == 404


def test_the_wrong_person_at_an_invitation_is_told_why(world: World) -> None:
    answer = world.client("ines").post(
        HERE + "people/invite/", {"email": "lena@aldermoor.example", "role": "reader"}
    )
    found = re.search(r"(/invitation/[\w-]+/)", answer.content.decode())
    assert found is not None
    browser = world.client("nils")
    assert "You are signed in as nils@nowhere.example" in page(browser, found[1])
    browser.post(found[1])
    assert not Membership.objects.unscoped("t").filter(person=world.people["nils"]).exists()
    assert Invitation.objects.for_(world.actor("ines")).filter(accepted_at=None).count() == 1


def test_ending_the_last_administrators_access_is_refused_in_words(world: World) -> None:
    browser, own = world.client("ines"), world.member("ines")
    answer = browser.post(f"{HERE}people/{own.pk}/end/", follow=True)
    assert "This is the last administrator." in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["sites/{site}/", "sites/{site}/change/", "people/{member}/", "identifiers/{identifier}/"],
)
def test_rows_of_the_other_organisation_are_not_there(path: str, world: World) -> None:
    ids = {
        "site": world.sites["kestrel"].pk,
        "member": world.member("hana", world.kestrel).pk,
        "identifier": world.kestrel.identifiers.for_(world.actor("jonas")).get().pk,
    }
    own = path.format(**ids)
    assert (
        world.client("jonas").get(f"/o/kestrel-instruments/organisation/{own}").status_code == 200
    )
    assert world.client("ines").get(HERE + own).status_code == 404
    assert world.client("ines").post(HERE + own, {"name": "Ours now"}).status_code == 404
    assert world.client("ines").get(f"/o/kestrel-instruments/organisation/{own}").status_code == 404


def test_the_trail_reads_as_sentences_newest_first_with_what_changed(world: World) -> None:
    change_site(world.actor("tomasz"), world.sites["selwyn"], city="Selwyn Harbour")
    text = page(world.client("ines"), HERE + "trail/")
    assert text.index("Tomasz Lindgren changed the site Port Selwyn") < text.index(
        "Carla Hofer accepted an invitation as Consultant"
    )
    assert "<del>Port Selwyn</del> <ins>Selwyn Harbour</ins>" in text
    assert "Jonas Weber" not in text


def test_the_trail_is_filtered_by_person_verb_and_day(world: World) -> None:
    browser = world.client("tomasz")
    change_site(world.actor("tomasz"), world.sites["selwyn"], city="Selwyn Harbour")
    mine = page(browser, f"{HERE}trail/?person={world.people['tomasz'].pk}")
    assert "changed the site" in mine
    assert "added the site" not in mine
    sites = page(browser, f"{HERE}trail/?verb=parties.open_site")
    assert sites.count("<b>Ines Okafor added the site") == 2
    assert "Nothing matches" in page(browser, f"{HERE}trail/?until=2020-01-01")


def test_the_trail_is_turned_page_by_page(world: World) -> None:
    for number in range(30):
        change_site(world.actor("ines"), world.sites["selwyn"], city=f"Town {number}")
    total = Event.objects.filter(organisation_id=world.aldermoor.pk).count()
    text = page(world.client("ines"), HERE + "trail/")
    assert f"1 to 25 of {total}" in text
    assert "Town 29" in text
    assert f"26 to {min(50, total)} of {total}" in page(
        world.client("ines"), HERE + "trail/?page=2"
    )


def test_only_operators_and_administrators_set_up_organisations(world: World) -> None:
    facts = {"name": "Third House", "time_zone": "UTC", "language": "en"}
    for who in ("mei", "tomasz", "carla", "nils"):
        assert world.client(who).get("/organisations/new/").status_code == 404
        assert world.client(who).post("/organisations/new/", facts).status_code == 404
    answer = world.client("olga").post("/organisations/new/", facts)
    assert answer.headers["Location"] == "/o/third-house/organisation/"
    assert world.client("ines").get("/o/third-house/organisation/").status_code == 404


def test_a_token_is_shown_once_and_revoked_by_its_owner_or_an_administrator(world: World) -> None:
    browser = world.client("mei")
    shown = browser.post(
        HERE + "tokens/new/", {"name": "export", "scopes": ["read"], "days": "30"}
    ).content.decode()
    secret = re.search(r"iso_[\w-]{43}", shown)
    assert secret is not None
    assert secret[0] not in page(browser, HERE + "tokens/")
    assert "export" in page(world.client("ines"), HERE + "tokens/")
    assert "export" not in page(world.client("tomasz"), HERE + "tokens/")


def test_a_persons_choices_are_kept(world: World) -> None:
    browser = world.client("mei")
    answer = browser.post(
        "/account/",
        {"name": "Mei Huang", "language": "de", "time_zone": "Asia/Tokyo", "theme": "dark"},
    )
    assert answer.cookies["theme"].value == "dark"
    mei = world.people["mei"]
    mei.refresh_from_db()
    assert (mei.language, mei.time_zone, mei.theme, mei.shortcuts) == (
        "de",
        "Asia/Tokyo",
        "dark",
        False,
    )
    event = Event.objects.filter(organisation_id=0, verb="person.change").get()
    assert event.said == {"changed": ["language", "shortcuts", "theme", "time_zone"]}
