"""The plan: list, board, months, one action, its steps, and two people changing it at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.urls import reverse

from isonomy.gap.models import Action
from isonomy.gap.queries.gantt import Gantt, gantt
from isonomy.gap.queries.planned import whole_plan
from isonomy.gap.services.assessment import close_assessment
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered


def planned(world: World, title: str, **facts: Any) -> Action:
    needs = tuple(row.pk for row in facts.pop("needs", ()))
    return plan_action(
        actor=world.actor("tomasz"),
        assessment=analysis(world),
        planned=Planned(title, needs=needs, **facts),
    )


def at(world: World, name: str, *more: Any) -> str:
    return reverse(f"gap:{name}", args=[ORG, analysis(world).pk, *more])


def text_of(world: World, address: str, who: str = "priya") -> str:
    answer = world.client(who).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_open_actions_come_by_date_and_those_without_one_after(world: World) -> None:
    planned(world, "No day")
    planned(world, "Later", due_on=date(2030, 5, 1))
    planned(world, "Sooner", due_on=date(2030, 4, 1))
    plan = whole_plan(world.actor("mei"), analysis(world))
    assert [action.row.title for action in plan] == ["Sooner", "Later", "No day"]


def test_the_list_sums_up_the_effort_and_says_what_is_late(world: World) -> None:
    planned(world, "Old", due_on=date(2020, 1, 1), effort_days=2)
    planned(world, "New", due_on=date(2040, 1, 1), effort_days=1)
    text = text_of(world, at(world, "plan"))
    assert "2 open actions, 3 days of work" in text
    assert "1 Jan 2020, late" in text
    assert "1 late" in text


def test_the_filters_mine_and_late_show_what_fits(world: World) -> None:
    planned(world, "Mine", owner=world.people["priya"], due_on=date(2040, 1, 1))
    planned(world, "Somebody late", owner=world.people["tomasz"], due_on=date(2020, 1, 1))
    mine = text_of(world, at(world, "plan") + "?show=mine")
    assert ">Mine</a>" in mine
    assert "Somebody late" not in mine
    late = text_of(world, at(world, "plan") + "?show=late")
    assert "Somebody late" in late
    assert ">Mine</a>" not in late


def test_the_board_greys_a_step_and_says_why(world: World) -> None:
    planned(world, "Ownerless", due_on=date(2040, 1, 1))
    text = text_of(world, at(world, "board"))
    assert 'aria-disabled="true" title="Name an owner first."' in text
    assert text.count('<p class="xs muted">Name an owner first.</p>') == 1


def test_a_card_moves_by_its_button_and_comes_back_to_the_board(world: World) -> None:
    row = planned(world, "Go", owner=world.people["priya"], due_on=date(2040, 1, 1))
    answer = world.client("priya").post(
        at(world, "action_step", row.pk, "start"), {"back": "board"}
    )
    assert answer.headers["Location"] == at(world, "board")
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_what_waits_for_another_action_cannot_be_finished(world: World) -> None:
    first = planned(world, "First", owner=world.people["priya"], due_on=date(2040, 1, 1))
    second = planned(
        world, "Second", owner=world.people["priya"], due_on=date(2040, 2, 1), needs=[first]
    )
    text = text_of(world, at(world, "action", second.pk))
    assert "It waits for: First" in text
    answer = world.client("priya").post(at(world, "action_step", second.pk, "finish"), follow=True)
    assert "It waits for: First" in answer.content.decode()
    second.refresh_from_db()
    assert second.state == "planned"


def test_cancelling_needs_a_leader_and_a_reason(world: World) -> None:
    row = planned(world, "Doubtful", owner=world.people["priya"], due_on=date(2040, 1, 1))
    cancel = at(world, "action_step", row.pk, "cancel")
    said = world.client("tomasz").post(cancel, follow=True).content.decode()
    assert "Say why." in said
    said = world.client("priya").post(cancel, {"reason": "No"}, follow=True).content.decode()
    assert "This step is no longer possible" in said
    world.client("tomasz").post(cancel, {"reason": "Bought instead"})
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "Bought instead" in text_of(world, at(world, "action", row.pk))


def test_an_action_made_from_a_gap_takes_its_name_and_closes_it(world: World) -> None:
    answered(world, "hs:7.2", State.DOES_NOT_CONFORM)
    text = text_of(world, at(world, "action_new") + "?gap=hs:7.2")
    assert 'value="Competence"' in text
    assert re.search(r'value="hs:7.2"[^>]* checked', text)
    data = {"title": "Train the night shift", "closes": ["hs:7.2"], "effort_days": "2.5"}
    world.client("priya").post(at(world, "action_new"), data)
    action = whole_plan(world.actor("mei"), analysis(world))[0]
    assert (action.row.title, str(action.row.effort_days)) == ("Train the night shift", "2.5")
    assert action.closes == (("hs:7.2", ""),)


def test_who_comes_second_sees_both_versions_and_may_keep_their_own(world: World) -> None:
    row = planned(world, "Draft", due_on=date(2040, 1, 1))
    address, browser = at(world, "action_edit", row.pk), world.client("priya")
    form = browser.get(address).context["form"]
    mine = {"title": "What Priya wrote", "due_on": "2040-01-01", "seen": form["seen"].value()}
    world.client("tomasz").post(address, {**mine, "title": "What Tomasz wrote"})
    answer = browser.post(address, mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Tomasz Lindgren changed this action" in text
    assert "What Tomasz wrote" in text
    assert 'value="What Priya wrote"' in text
    row.refresh_from_db()
    assert row.title == "What Tomasz wrote"
    again = {**mine, "seen": answer.context["form"]["seen"].value()}
    assert browser.post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.title == "What Priya wrote"


def test_two_actions_that_wait_for_each_other_are_refused(world: World) -> None:
    first = planned(world, "First")
    second = planned(world, "Second", needs=[first])
    address, browser = at(world, "action_edit", first.pk), world.client("priya")
    seen = browser.get(address).context["form"]["seen"].value()
    answer = browser.post(address, {"title": "First", "needs": [second.pk], "seen": seen})
    assert "“Second” waits for this action already." in answer.content.decode()


def drawn(world: World, today: date) -> Gantt:
    return gantt(whole_plan(world.actor("mei"), analysis(world)), today)


def test_bars_stand_where_their_days_are(world: World) -> None:
    planned(world, "Half", starts_on=date(2027, 2, 1), due_on=date(2027, 2, 14))
    picture = drawn(world, date(2027, 1, 1))
    assert picture.months == ("Jan 2027", "Feb", "Mar")
    assert picture.today == 0.0
    bar = picture.rows[0]
    assert (bar.start, bar.end) == (33.33, 50.0)


def test_an_arrow_is_broken_where_the_order_cannot_be_kept(world: World) -> None:
    first = planned(world, "First", starts_on=date(2027, 1, 5), due_on=date(2027, 2, 20))
    planned(world, "Second", starts_on=date(2027, 2, 1), due_on=date(2027, 3, 1), needs=[first])
    planned(world, "Third", starts_on=date(2027, 3, 2), due_on=date(2027, 3, 9), needs=[first])
    broken = [link.broken for link in drawn(world, date(2027, 1, 1)).links]
    assert broken == [True, False]


def test_actions_without_a_day_are_listed_apart(world: World) -> None:
    planned(world, "Some day")
    picture = drawn(world, date(2027, 1, 1))
    assert (picture.rows, len(picture.undated)) == ((), 1)
    assert "Some day" in text_of(world, at(world, "gantt"))


def test_a_closed_analysis_takes_no_action_and_no_step(world: World) -> None:
    row = planned(world, "Go", owner=world.people["priya"], due_on=date(2040, 1, 1))
    close_assessment(actor=world.actor("tomasz"), assessment=analysis(world))
    browser = world.client("priya")
    said = browser.post(at(world, "action_new"), {"title": "More"}).content.decode()
    assert "This gap analysis is closed." in said
    browser.post(at(world, "action_step", row.pk, "start"))
    row.refresh_from_db()
    assert row.state == "planned"
    assert [a.row.title for a in whole_plan(world.actor("mei"), analysis(world))] == ["Go"]


def test_readers_see_no_buttons_and_may_not_press_them(world: World) -> None:
    row = planned(world, "Go", owner=world.people["priya"], due_on=date(2040, 1, 1))
    text = text_of(world, at(world, "board"), "mei")
    assert "Mark as done" not in text
    reader = world.client("mei")
    assert reader.post(at(world, "action_step", row.pk, "start")).status_code == 404
    assert reader.get(at(world, "action_edit", row.pk)).status_code == 404
    assert reader.get(at(world, "action_new")).status_code == 404


def test_strangers_find_no_plan_and_no_action_of_another_analysis(world: World) -> None:
    row = planned(world, "Go", owner=world.people["priya"], due_on=date(2040, 1, 1))
    for name, more in (("plan", ()), ("board", ()), ("gantt", ()), ("action", (row.pk,))):
        assert world.client("hana").get(at(world, name, *more)).status_code == 404
    other = analysis(world, who="amara")
    foreign = plan_action(actor=world.actor("amara"), assessment=other, planned=Planned("Theirs"))
    assert Action.objects.for_(world.actor("amara")).filter(pk=foreign.pk).exists()
    assert world.client("priya").get(at(world, "action", foreign.pk)).status_code == 404
    step = at(world, "action_step", foreign.pk, "start")
    assert world.client("priya").post(step).status_code == 404
