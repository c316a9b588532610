"""Gaps, the most useful first: their order, filters, owners, and planning for several at once."""

from __future__ import annotations

import re
from datetime import date

from django.urls import reverse
from django.utils import timezone

from isonomy.gap.models import Action, ActionGap
from isonomy.gap.queries.gaps import GapRow, Wanted, chosen, gap_rows
from isonomy.gap.queries.planned import open_actions_by_gap
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, seen


def rows(world: World) -> list[GapRow]:
    actor, found = world.actor("mei"), seen(world)
    actions = open_actions_by_gap(actor, found.assessment)
    return gap_rows(actor, found, actions, timezone.localdate())


def three_gaps(world: World) -> None:
    answered(world, "hs:5.1.e", State.PARTLY)
    answered(world, "iso9001:8.5.4", State.PARTLY)
    answered(world, "iso50001:6.3", State.DOES_NOT_CONFORM)


def address(world: World, name: str = "gap:gaps") -> str:
    return reverse(name, args=[ORG, analysis(world).pk])


def test_severity_comes_first_then_how_many_standards_one_answer_moves(world: World) -> None:
    three_gaps(world)
    assert [row.key for row in rows(world)] == ["iso50001:6.3", "hs:5.1.e", "iso9001:8.5.4"]
    assert rows(world)[1].many > rows(world)[2].many == 1


def test_a_row_says_which_standards_closing_the_gap_helps(world: World) -> None:
    answered(world, "iso50001:6.3", State.DOES_NOT_CONFORM)
    row = rows(world)[0]
    assert row.names == "50001"
    assert [served for _number, served in row.serves] == [False] * 5 + [True]


def test_a_letter_is_told_apart_by_what_it_asks(world: World) -> None:
    answered(world, "hs:5.1.e", State.PARTLY)
    assert rows(world)[0].gist.startswith("Top management sees to it")
    assert "{" not in rows(world)[0].gist


def test_who_acts_on_a_gap_comes_before_who_answers_for_it(world: World) -> None:
    three_gaps(world)
    give_answer(
        actor=world.actor("tomasz"),
        picture=seen(world),
        place=Place("iso9001:8.5.4"),
        given=Given(1, {"responsible": world.people["mei"]}),
    )
    by_key = {row.key: row for row in rows(world)}
    assert by_key["iso9001:8.5.4"].owner == "Mei Huang"
    plan_action(
        actor=world.actor("tomasz"),
        assessment=analysis(world),
        planned=Planned(
            "Protect stock",
            owner=world.people["priya"],
            due_on=date(2020, 1, 1),
            closes=(("iso9001:8.5.4", ""),),
        ),
    )
    row = {row.key: row for row in rows(world)}["iso9001:8.5.4"]
    assert (row.owner, row.due_on, row.late) == ("Priya Nair", date(2020, 1, 1), True)


def test_filters_keep_what_fits(world: World) -> None:
    three_gaps(world)
    plan_action(
        actor=world.actor("tomasz"),
        assessment=analysis(world),
        planned=Planned(
            "Lead", owner=world.people["priya"], due_on=date(2030, 1, 1), closes=(("hs:5.1.e", ""),)
        ),
    )
    found = rows(world)

    def keys(wanted: Wanted) -> list[str]:
        return [row.key for row in chosen(found, wanted)]

    assert keys(Wanted(severity="does_not_conform")) == ["iso50001:6.3"]
    assert keys(Wanted(planned="yes")) == ["hs:5.1.e"]
    assert keys(Wanted(planned="no")) == ["iso50001:6.3", "iso9001:8.5.4"]
    assert keys(Wanted(owner="nobody")) == ["iso50001:6.3", "iso9001:8.5.4"]
    assert keys(Wanted(owner=str(world.people["priya"].pk))) == ["hs:5.1.e"]
    assert keys(Wanted(sort="clause")) == ["hs:5.1.e", "iso50001:6.3", "iso9001:8.5.4"]
    assert keys(Wanted(sort="due"))[0] == "hs:5.1.e"


def test_the_page_shows_twenty_five_and_leads_on(world: World) -> None:
    found = seen(world)
    for question in [q for q in found.questions if q.key.startswith("iso22000:")][:27]:
        answered(world, question.key, State.PARTLY)
    text = world.client("mei").get(address(world)).content.decode()
    assert text.count('class="all"') == 25
    assert "1 to 25 of 27" in text
    second = world.client("mei").get(address(world) + "?page=2").content.decode()
    assert second.count('class="all"') == 2


def test_one_action_is_planned_for_each_chosen_gap(world: World) -> None:
    three_gaps(world)
    browser = world.client("priya")
    keys = ["hs:5.1.e", "iso50001:6.3"]
    asked = browser.post(address(world, "gap:gaps_plan"), {"gap": keys})
    assert "Plan actions for 2 gaps" in asked.content.decode()
    assert not Action.objects.for_(world.actor("priya")).exists()
    data = {"gap": keys, "together": "each", "owner": world.people["priya"].pk}
    done = browser.post(address(world, "gap:gaps_plan"), {**data, "due_on": "2027-03-01"})
    assert done.status_code == 302
    made = list(Action.objects.for_(world.actor("mei")).order_by("pk"))
    assert [(a.owner_id, a.due_on) for a in made] == [
        (world.people["priya"].pk, date(2027, 3, 1))
    ] * 2
    closed = ActionGap.objects.for_(world.actor("mei")).values_list("key", flat=True)
    assert sorted(closed) == keys


def test_one_action_for_all_of_them_needs_its_own_words(world: World) -> None:
    three_gaps(world)
    browser, keys = world.client("priya"), ["hs:5.1.e", "iso50001:6.3"]
    refused = browser.post(address(world, "gap:gaps_plan"), {"gap": keys, "together": "one"})
    assert "Write what is to be done." in refused.content.decode()
    data = {"gap": keys, "together": "one", "title": "Brief the board"}
    browser.post(address(world, "gap:gaps_plan"), data)
    row = Action.objects.for_(world.actor("mei")).get()
    assert row.title == "Brief the board"
    assert ActionGap.objects.for_(world.actor("mei")).filter(action=row).count() == 2


def test_an_action_that_ends_before_it_begins_is_refused_on_its_field(world: World) -> None:
    three_gaps(world)
    data = {"gap": ["hs:5.1.e"], "together": "each"}
    days = {"starts_on": "2027-03-02", "due_on": "2027-03-01"}
    text = world.client("priya").post(address(world, "gap:gaps_plan"), {**data, **days})
    assert "Choose a day on or after the start." in text.content.decode()
    assert not Action.objects.for_(world.actor("mei")).exists()


def test_a_stranger_is_never_made_an_owner(world: World) -> None:
    three_gaps(world)
    data = {"gap": ["hs:5.1.e"], "together": "each", "owner": world.people["hana"].pk}
    answer = world.client("priya").post(address(world, "gap:gaps_plan"), data)
    assert answer.status_code == 200
    assert not Action.objects.for_(world.actor("mei")).exists()


def test_readers_read_but_do_not_choose_and_strangers_find_nothing(world: World) -> None:
    three_gaps(world)
    text = world.client("mei").get(address(world)).content.decode()
    assert "Operational planning" in text or "Leadership" in text
    assert not re.search(r'type="checkbox" name="gap"', text)
    data = {"gap": ["hs:5.1.e"]}
    assert world.client("mei").post(address(world, "gap:gaps_plan"), data).status_code == 404
    for who in ("hana", "nils"):
        assert world.client(who).get(address(world)).status_code == 404
