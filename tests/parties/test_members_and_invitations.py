"""Who acts for an organisation: let in by a link that works once, in a role, until a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from isonomy.base.access import Role
from isonomy.base.models import Event, PersonalValue
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.models import Invitation, Membership, Person
from isonomy.parties.queries import colleagues, standings
from isonomy.parties.services import (
    accept_invitation,
    add_member,
    change_role,
    end_membership,
    first_administrator_link,
    found_by_first_link,
    invite,
    name_person,
    withdraw_invitation,
)
from tests.world import PASSWORD, World

NEW = "lena@aldermoor.example"


def test_a_newcomer_enters_with_a_name_and_a_password(world: World) -> None:
    invited = invite(world.actor("ines"), email="Lena@Aldermoor.Example ", role=Role.CONTRIBUTOR)
    membership = accept_invitation(invited.secret, name="Lena Brandt", password=PASSWORD)
    lena = membership.person
    assert (lena.email, lena.name, lena.check_password(PASSWORD)) == (NEW, "Lena Brandt", True)
    assert [standing.role for standing in standings(lena, timezone.localdate())] == [
        Role.CONTRIBUTOR
    ]


def test_the_secret_of_a_link_is_kept_nowhere(world: World) -> None:
    invited = invite(world.actor("ines"), email=NEW, role=Role.READER)
    stored = str(list(Invitation.objects.for_(world.actor("ines")).values()))
    events = str(list(Event.objects.values("said", "changes")))
    assert invited.secret not in stored + events
    assert NEW not in events
    assert PersonalValue.objects.filter(value=NEW).exists()


def test_a_link_works_once(world: World) -> None:
    invited = invite(world.actor("ines"), email=NEW, role=Role.READER)
    accept_invitation(invited.secret, name="Lena", password=PASSWORD)
    with pytest.raises(Refused, match="has been used"):
        accept_invitation(invited.secret, name="Lena", password=PASSWORD)


def test_a_link_runs_out_after_two_weeks(world: World) -> None:
    invited = invite(world.actor("ines"), email=NEW, role=Role.READER)
    later = timezone.now() + timedelta(days=14, seconds=1)
    with time_machine.travel(later), pytest.raises(Refused, match="run out"):
        accept_invitation(invited.secret, name="Lena", password=PASSWORD)
    assert not Person.objects.filter(email=NEW).exists()


def test_a_withdrawn_or_replaced_link_is_closed(world: World) -> None:
    ines = world.actor("ines")
    first = invite(ines, email=NEW, role=Role.READER)
    second = invite(ines, email=NEW, role=Role.MANAGER)
    with pytest.raises(Refused):
        accept_invitation(first.secret, name="Lena", password=PASSWORD)
    withdraw_invitation(ines, second.invitation)
    with pytest.raises(Refused):
        accept_invitation(second.secret, name="Lena", password=PASSWORD)
    with pytest.raises(Refused, match="no longer open"):
        withdraw_invitation(ines, second.invitation)


def test_an_invitation_is_not_for_whoever_happens_to_be_signed_in(world: World) -> None:
    invited = invite(world.actor("ines"), email=NEW, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match=r"lena@aldermoor.example.*nils@nowhere.example"):
        accept_invitation(invited.secret, person=world.people["nils"])
    assert standings(world.people["nils"], timezone.localdate()) == []


def test_an_existing_account_is_not_taken_over_by_a_link(world: World) -> None:
    """An administrator may invite anyone's address, but not set a password for its account."""
    invited = invite(world.actor("jonas"), email="nils@nowhere.example", role=Role.READER)
    with pytest.raises(Refused, match="sign in first"):
        accept_invitation(invited.secret, name="Impostor", password="another password 77")
    assert Person.objects.get(email="nils@nowhere.example").check_password(PASSWORD)


def test_a_weak_password_is_refused_on_its_field(world: World) -> None:
    invited = invite(world.actor("ines"), email=NEW, role=Role.READER)
    with pytest.raises(ValidationError) as refused:
        accept_invitation(invited.secret, name="Lena", password="password1")
    assert list(refused.value.message_dict) == ["password"]


def test_a_member_is_not_invited_again(world: World) -> None:
    with pytest.raises(Refused, match="already acts"):
        invite(world.actor("ines"), email="MEI@aldermoor.example", role=Role.MANAGER)


@pytest.mark.parametrize("address", ["", "lena", "lena@", "a b@c.de"])
def test_a_malformed_address_is_refused(address: str, world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(world.actor("ines"), email=address, role=Role.READER)
    assert list(refused.value.message_dict) == ["email"]


def test_a_consultants_access_always_ends(world: World) -> None:
    ines = world.actor("ines")
    with pytest.raises(ValidationError, match="last day"):
        invite(ines, email=NEW, role=Role.CONSULTANT)
    with pytest.raises(ValidationError, match="last day"):
        change_role(ines, world.member("priya"), role=Role.CONSULTANT)


def test_after_the_last_day_the_organisation_is_not_there(world: World) -> None:
    carla = world.people["carla"]
    last = world.member("carla").ends_on
    assert last is not None
    names = [standing.organisation.name for standing in standings(carla, last)]
    assert names == ["Aldermoor Foods", "Kestrel Instruments"]
    assert standings(carla, last + timedelta(days=1)) == []
    address = f"/o/{world.aldermoor.slug}/organisation/"
    browser = world.client("carla")
    assert browser.get(address).status_code == 200
    noon = timezone.now().replace(hour=12)
    with time_machine.travel(noon + timedelta(days=91)):
        world.people["carla"].refresh_from_db()
        late = world.client("carla")
        assert late.get(address).status_code == 404


def test_access_ends_at_once_and_its_traces_stay(world: World) -> None:
    ines, membership = world.actor("ines"), world.member("priya")
    browser = world.client("priya")
    assert browser.get(f"/o/{world.aldermoor.slug}/organisation/").status_code == 200
    end_membership(ines, membership)
    assert browser.get(f"/o/{world.aldermoor.slug}/organisation/").status_code == 404
    assert world.people["priya"] not in colleagues(ines, timezone.localdate())
    assert Membership.objects.for_(ines).filter(person=world.people["priya"]).exists()
    with pytest.raises(Refused, match="already ended"):
        end_membership(ines, membership)


def test_who_left_comes_back_in_a_new_role(world: World) -> None:
    ines = world.actor("ines")
    end_membership(ines, world.member("priya"))
    add_member(ines, person=world.people["priya"], role=Role.READER)
    assert world.actor("priya").role is Role.READER


def test_the_last_administrator_stays(world: World) -> None:
    ines, own = world.actor("ines"), world.member("ines")
    end = timezone.localdate() + timedelta(days=3)
    for act in (
        lambda: end_membership(ines, own),
        lambda: change_role(ines, own, role=Role.READER),
        lambda: change_role(ines, own, role=Role.ADMINISTRATOR, ends_on=end),
    ):
        with pytest.raises(Refused, match="last administrator"):
            act()
    assert world.actor("ines").role is Role.ADMINISTRATOR


def test_an_administrator_whose_access_ends_soon_does_not_count(world: World) -> None:
    ines = world.actor("ines")
    change_role(
        ines,
        world.member("tomasz"),
        role=Role.ADMINISTRATOR,
        ends_on=timezone.localdate() + timedelta(days=3),
    )
    with pytest.raises(Refused, match="last administrator"):
        end_membership(ines, world.member("ines"))
    change_role(ines, world.member("tomasz"), role=Role.ADMINISTRATOR)
    end_membership(ines, world.member("ines"))
    assert standings(world.people["ines"], timezone.localdate()) == []


def test_the_very_first_person_enters_by_a_link_that_works_once(db: None) -> None:
    first_administrator_link()
    secret = first_administrator_link()
    person, organisation = found_by_first_link(
        secret,
        email="first@house.example",
        name="First Person",
        password=PASSWORD,
        organisation="House & Co",
    )
    assert person.is_operator
    assert [s.organisation for s in standings(person, timezone.localdate())] == [organisation]
    with pytest.raises(Refused, match="already has"):
        first_administrator_link()
    with pytest.raises(Refused, match="used"):
        found_by_first_link(
            secret, email="x@y.example", name="X", password=PASSWORD, organisation="X"
        )
    verbs = list(Event.objects.filter(organisation_id=0).values_list("verb", flat=True))
    assert verbs.count("installation.first_link") == 2
    assert "installation.first_administrator" in verbs


def test_an_earlier_first_link_stops_working(db: None) -> None:
    earlier = first_administrator_link()
    first_administrator_link()
    with pytest.raises(Refused):
        found_by_first_link(
            earlier, email="x@y.example", name="X", password=PASSWORD, organisation="X"
        )
    assert not Person.objects.exists()


def test_a_person_is_known_once_by_an_address(db: None) -> None:
    name_person(email="A@B.example", name="A")
    with pytest.raises(ValidationError, match="already an account"):
        name_person(email="a@b.example", name="B")
