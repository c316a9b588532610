"""A shared requirement is answered once and moves every standard that it serves."""

from __future__ import annotations

import pytest

from isonomy.base.models import Event
from isonomy.gap.models import Answer, EvidenceUse
from isonomy.gap.services.answers import Given, Place, give_answer, join_again, split_off
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.workflow import Refused
from tests.world import World
from tests.world.gap import SIX, analysis, answered, evidence, seen


def test_one_answer_moves_the_six_standards_it_serves_at_once(world: World) -> None:
    before = seen(world).counts_by_standard
    answered(world, "hs:10.2.d", State.CONFORMS, "Checked after 30 to 90 days.")
    after = seen(world).counts_by_standard
    moved = [key for key in SIX if after[key][State.CONFORMS] > before[key][State.CONFORMS]]
    assert len(moved) >= 3
    event = Event.objects.filter(organisation_id=world.aldermoor.pk).latest("sequence")
    assert (event.verb, event.state_after) == ("gap.answer", "conforms")


def test_a_standard_that_adds_something_waits_for_its_own_part(world: World) -> None:
    answered(world, "hs:10.2", State.CONFORMS)
    states = seen(world).standing_of
    assert states["iso27001:10.2"] is State.CONFORMS
    assert states["iso45001:10.2"] is State.NOT_ASSESSED
    answered(world, "hs:10.2", State.DOES_NOT_CONFORM, part="iso45001:10.2")
    assert seen(world).standing_of["iso45001:10.2"] is State.DOES_NOT_CONFORM
    assert seen(world).standing_of["iso27001:10.2"] is State.CONFORMS


def test_a_split_off_standard_has_its_own_state_and_comes_back_joined(world: World) -> None:
    evidence(world)
    answered(world, "hs:10.2", State.CONFORMS, "One procedure for all.")
    actor = world.actor("tomasz")
    own = split_off(actor=actor, picture=seen(world), requirement="iso27001:10.2", why="IT tickets")
    assert own is not None
    assert own.note == "One procedure for all."
    give_answer(
        actor=actor,
        picture=seen(world),
        place=Place("iso27001:10.2"),
        given=Given(own.version, {"state": State.PARTLY}),
    )
    states = seen(world).standing_of
    assert (states["iso27001:10.2"], states["iso50001:10.1"]) == (State.PARTLY, State.CONFORMS)
    assert EvidenceUse.objects.for_(actor).filter(key="iso27001:10.2").count() == 1
    join_again(actor=actor, picture=seen(world), requirement="iso27001:10.2")
    assert seen(world).standing_of["iso27001:10.2"] is State.CONFORMS
    kept = Answer.objects.for_(actor).get(key="iso27001:10.2")
    assert kept.state == State.PARTLY


def test_two_people_who_change_the_same_words_are_both_heard(world: World) -> None:
    answered(world, "hs:4.1", State.PARTLY, "First words")
    priya, tomasz = world.actor("priya"), world.actor("tomasz")
    place = Place("hs:4.1")
    give_answer(
        actor=priya, picture=seen(world), place=place, given=Given(1, {"note": "Priya's words"})
    )
    with pytest.raises(Exception, match=r"hs:4\.1") as met:
        give_answer(
            actor=tomasz,
            picture=seen(world),
            place=place,
            given=Given(1, {"note": "Tomasz's words"}),
        )
    assert met.value.theirs.note == "Priya's words"  # type: ignore[attr-defined]
    assert met.value.mine.changes["note"] == "Tomasz's words"  # type: ignore[attr-defined]


def test_two_people_who_change_different_fields_do_not_meet(world: World) -> None:
    answered(world, "hs:4.1", State.PARTLY, "First words")
    seen_by_both = {"state": "partly", "note": "", "justification": ""}
    priya, tomasz = world.actor("priya"), world.actor("tomasz")
    place = Place("hs:4.1")
    give_answer(
        actor=priya,
        picture=seen(world),
        place=place,
        given=Given(1, {"state": State.CONFORMS}, dict(seen_by_both)),
    )
    row = give_answer(
        actor=tomasz,
        picture=seen(world),
        place=place,
        given=Given(1, {"responsible": world.people["priya"]}, dict(seen_by_both)),
    )
    assert (row.state, row.responsible) == (State.CONFORMS, world.people["priya"])


def test_not_applicable_is_refused_without_a_justification_and_kept_with_one(world: World) -> None:
    place, actor = Place("iso27001:A.8.30"), world.actor("tomasz")
    excluded = {"state": State.NOT_APPLICABLE}
    with pytest.raises(Refused):
        give_answer(actor=actor, picture=seen(world), place=place, given=Given(0, dict(excluded)))
    words = {**excluded, "justification": "No software is developed."}
    give_answer(actor=actor, picture=seen(world), place=place, given=Given(0, words))
    assert seen(world).standing_of["iso27001:A.8.30"] is State.NOT_APPLICABLE


def test_where_a_standard_forbids_leaving_out_the_reason_names_it(world: World) -> None:
    found = seen(world)
    forbidden = next(
        question
        for question in found.questions
        if not question.shared
        and (rule := found.node(question.key).not_applicable) is not None
        and not rule.allowed
    )
    given = Given(0, {"state": State.NOT_APPLICABLE, "justification": "We would rather not."})
    with pytest.raises(Refused) as met:
        give_answer(
            actor=world.actor("tomasz"), picture=found, place=Place(forbidden.key), given=given
        )
    assert [no.reason for no in met.value.refusals] == [forbidden.key]


def test_a_site_where_practice_differs_pulls_the_whole_down(world: World) -> None:
    answered(world, "hs:7.5.2", State.CONFORMS)
    selwyn = world.sites["selwyn"].pk
    give_answer(
        actor=world.actor("priya"),
        picture=seen(world),
        place=Place("hs:7.5.2", "", selwyn),
        given=Given(0, {"state": State.PARTLY}),
    )
    found = seen(world)
    assert found.standing_of["iso27001:7.5.2"] is State.PARTLY
    assert (
        found.at_site(selwyn)[State.PARTLY]
        > found.at_site(world.sites["aldermoor"].pk)[State.PARTLY]
    )


def test_a_question_that_the_analysis_does_not_ask_is_not_answered(world: World) -> None:
    analysis(world, "iso9001")
    with pytest.raises(Answer.DoesNotExist):
        answered(world, "iso14001:6.1.2", State.CONFORMS)
