"""Setting up an organisation, its identifiers, its sites and who works there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from isonomy.base.access import Role
from isonomy.base.audit_trail import worded
from isonomy.base.models import Event
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.models import Headcount, LegalIdentifier, Organisation, Site
from isonomy.parties.queries import organisation, people_at_sites
from isonomy.parties.services import (
    Count,
    add_identifier,
    change_identifier,
    change_organisation,
    change_site,
    close_site,
    found_organisation,
    open_site,
    record_headcount,
    remove_identifier,
    reopen_site,
)
from tests.world import World


def last_sentence(organisation_id: int) -> str:
    event = Event.objects.filter(organisation_id=organisation_id).order_by("-sequence").first()
    assert event is not None
    return worded(event)


def test_the_founder_is_its_first_administrator(world: World) -> None:
    nils = world.people["nils"]
    founded = found_organisation(nils, name="Frisk & Søn ApS", country="DK")
    actor = world.actor("nils")
    assert (actor.organisation_id, actor.role) == (founded.pk, Role.ADMINISTRATOR)
    assert founded.slug == "frisk-sn-aps"
    first = Event.objects.get(organisation_id=founded.pk)
    assert (first.sequence, worded(first)) == (1, "Nils Frisk set up Frisk & Søn ApS")
    assert [change["kind"] for change in first.changes] == [
        "parties.organisation",
        "parties.membership",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Aldermoor Foods", "aldermoor-foods-2"),
        ("食品株式会社", "organisation"),
        ("--", "organisation"),
    ],
)
def test_the_name_in_addresses_is_free_and_never_empty(name: str, slug: str, world: World) -> None:
    assert found_organisation(world.people["nils"], name=name).slug == slug


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "X", "country": "ZZ"}, "country"),
        ({"name": "X", "time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_wrong_facts_are_named_by_their_field(
    facts: dict[str, str], field: str, world: World
) -> None:
    with pytest.raises(ValidationError) as refused:
        found_organisation(world.people["nils"], **facts)
    assert field in refused.value.message_dict
    assert Organisation.objects.unscoped("a test").count() == 2


def test_facts_are_changed_and_told(world: World) -> None:
    ines = world.actor("ines")
    change_organisation(ines, sector="Chilled meals", country="IE")
    assert organisation(ines).sector == "Chilled meals"
    assert last_sentence(world.aldermoor.pk) == "Ines Okafor changed the facts of the organisation"


def test_the_same_facts_again_are_no_event(world: World) -> None:
    ines = world.actor("ines")
    before = Event.objects.filter(organisation_id=world.aldermoor.pk).count()
    change_organisation(ines, name="Aldermoor Foods", country="GB")
    assert Event.objects.filter(organisation_id=world.aldermoor.pk).count() == before


def test_an_identifier_is_added_once_corrected_and_removed(world: World) -> None:
    ines = world.actor("ines")
    vat = add_identifier(ines, scheme="vat", value="GB 123 4567 89")
    with pytest.raises(ValidationError):
        add_identifier(ines, scheme="vat", value="GB 123 4567 89")
    change_identifier(ines, vat, value="GB 999 9999 73")
    assert last_sentence(world.aldermoor.pk).endswith("the identifier VAT number GB 999 9999 73")
    remove_identifier(ines, vat)
    assert [row.scheme for row in LegalIdentifier.objects.for_(ines)] == ["register"]


def test_a_site_name_is_used_once_in_an_organisation_without_regard_to_case(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        open_site(world.actor("ines"), name="ALDERMOOR")
    assert "name" in refused.value.message_dict
    assert open_site(world.actor("jonas"), name="Aldermoor").pk


def test_a_site_is_closed_and_opened_again_and_nothing_is_lost(world: World) -> None:
    ines, site = world.actor("ines"), world.sites["selwyn"]
    close_site(ines, site, on=date(2026, 12, 31))
    assert last_sentence(world.aldermoor.pk) == (
        "Ines Okafor closed the site Port Selwyn on 2026-12-31"
    )
    with pytest.raises(Refused, match="already closed"):
        close_site(ines, site, on=date(2027, 1, 1))
    reopen_site(ines, site)
    assert Site.objects.for_(ines).get(pk=site.pk).closed_on is None
    with pytest.raises(Refused, match="not closed"):
        reopen_site(ines, site)


def test_a_site_of_another_organisation_is_not_changed(world: World) -> None:
    foreign = Site.objects.for_(world.actor("jonas")).get()
    with pytest.raises(RuntimeError):
        change_site(world.actor("ines"), foreign, name="Ours")
    assert Site.objects.for_(world.actor("jonas")).get().name == "Ulm"


def test_people_are_counted_by_category_and_a_category_left_out_has_nobody(world: World) -> None:
    ines, site = world.actor("ines"), world.sites["aldermoor"]
    assert people_at_sites(ines) == {site.pk: 298}
    total = record_headcount(
        ines, site, {"full_time": Count(200, shifts=2, largest_shift=110), "contractor": Count(12)}
    )
    assert total == 212
    rows = {row.category: row.people for row in Headcount.objects.for_(ines)}
    assert rows == {"full_time": 200, "contractor": 12}
    assert last_sentence(world.aldermoor.pk) == (
        "Ines Okafor recorded 212 people at the site Aldermoor"
    )


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"part_time": Count(5)}, "part_time_weekly_hours"),
        ({"part_time": Count(5, Decimal(0))}, "part_time_weekly_hours"),
        ({"full_time": Count(5, Decimal(169))}, "full_time_weekly_hours"),
        ({"full_time": Count(-1)}, "full_time_people"),
        ({"full_time": Count(5, shifts=0)}, "full_time_shifts"),
        ({"full_time": Count(5, largest_shift=6)}, "full_time_largest_shift"),
        ({"volunteers": Count(5)}, "category"),
    ],
)
def test_an_impossible_headcount_is_refused_whole(
    counts: dict[str, Count], field: str, world: World
) -> None:
    ines, site = world.actor("ines"), world.sites["aldermoor"]
    with pytest.raises(ValidationError) as refused:
        record_headcount(ines, site, counts)
    assert list(refused.value.message_dict) == [field]
    assert people_at_sites(ines) == {site.pk: 298}
