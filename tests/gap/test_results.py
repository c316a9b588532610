"""The overview of results: the figure and its working, the matrix, the first gaps, the trend."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from isonomy.gap.models import Assessment
from isonomy.gap.queries.baselines import Moment, comparison, moment, now
from isonomy.gap.queries.ground import ground
from isonomy.gap.queries.picture import picture
from isonomy.gap.queries.planned import open_actions_by_gap
from isonomy.gap.queries.results import by_site, matrix, percent_of, working
from isonomy.gap.queries.trend import Point, at, month_ends, plan_line, projection, trend
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.baseline import freeze_baseline, note_daily_figure
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.norms.gap.movement import Direction
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, evidence, seen


def page(world: World, query: str = "", name: str = "gap:results") -> str:
    return reverse(name, args=[ORG, analysis(world).pk]) + query


def text_of(world: World, address: str, who: str = "mei") -> str:
    answer = world.client(who).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_working_adds_up_to_the_figure() -> None:
    counts = {
        State.CONFORMS: 364,
        State.PARTLY: 178,
        State.DOES_NOT_CONFORM: 48,
        State.NOT_ASSESSED: 116,
        State.NOT_APPLICABLE: 6,
    }
    assert percent_of(counts) == 64
    assert [(line[0], line[1]) for line in working(counts)] == [
        ("Conforms, counted whole", "364"),
        ("Partly, counted half: 178 × ½", "89"),
        ("Does not conform: 48", "0"),
        ("Not assessed: 116", "0"),
        ("Points", "453"),
        ("Applicable: 712 less 6", "706"),
        ("453 of 706", "64\u202f%"),
    ]


def test_a_half_point_is_shown_as_such() -> None:
    lines = working({State.PARTLY: 3, State.NOT_ASSESSED: 1})
    assert lines[1][:2] == ("Partly, counted half: 3 × ½", "1.5")
    assert lines[-1][:2] == ("1.5 of 4", "38\u202f%")


def test_one_shared_answer_moves_the_figure_of_every_standard_it_serves(world: World) -> None:
    before = matrix(seen(world)).foot.cells
    answered(world, "hs:5.1.e", State.CONFORMS)
    after = matrix(seen(world)).foot.cells
    for cell in before:
        assert cell is not None
        assert cell.spoken.endswith("not assessed")
        assert "conforms" not in cell.spoken
    moved = [cell for cell in after if cell is not None and "1 conforms" in cell.spoken]
    assert len(moved) >= 3


def test_the_page_shows_the_figure_and_one_column_for_each_standard(world: World) -> None:
    answered(world, "hs:4.1", State.CONFORMS)
    text = text_of(world, page(world))
    assert "Results of the gap analysis" in text
    for head in ("9001<br>", "14001<br>", "45001<br>", "27001<br>", "22000<br>", "50001<br>"):
        assert head in text
    assert "All six" in text
    assert "How was this computed?" in text
    assert "The 93 controls are counted in the Statement of Applicability, not here." in text


def test_a_standard_alone_shows_its_own_figure_only(world: World) -> None:
    text = text_of(world, page(world, "?standard=iso50001"))
    assert "50001<br>" in text
    assert "9001<br>" not in text.replace("50001<br>", "")


def test_an_unknown_filter_counts_as_none(world: World) -> None:
    text = text_of(world, page(world, "?standard=iso1&site=999999&baseline=77777"))
    assert "All six" in text


def test_a_site_with_its_own_answer_stands_lower_than_the_other(world: World) -> None:
    answered(world, "hs:7.2", State.CONFORMS)
    give_answer(
        actor=world.actor("tomasz"),
        picture=seen(world),
        place=Place("hs:7.2", "", world.sites["selwyn"].pk),
        given=Given(0, {"state": State.DOES_NOT_CONFORM}),
    )
    here = {site.name: site for site in by_site(seen(world))}
    assert here["Aldermoor"].note == "as everywhere"
    assert here["Port Selwyn"].note == "1 answer of its own"
    alone = seen(world).limited_to(site=world.sites["aldermoor"].pk)
    assert alone.counts[State.CONFORMS] > 0
    there = seen(world).limited_to(site=world.sites["selwyn"].pk)
    assert there.counts[State.CONFORMS] == 0


def test_the_sentence_below_the_figure_says_what_changed_since_the_baseline(world: World) -> None:
    answered(world, "hs:9.2.1", State.PARTLY)
    freeze_baseline(actor=world.actor("tomasz"), picture=seen(world), name="First look")
    row = analysis(world)
    give_answer(
        actor=world.actor("priya"),
        picture=seen(world),
        place=Place("hs:9.2.1"),
        given=Given(1, {"state": State.CONFORMS}),
    )
    text = text_of(world, reverse("gap:results", args=[ORG, row.pk]))
    better = re.search(r"(\w+) requirements? got better", text)
    assert better is not None
    assert "most of them in clause 9, Performance" in text


def test_what_moved_is_listed_from_and_to(world: World) -> None:
    actor = world.actor("tomasz")
    answered(world, "iso9001:8.5.4", State.CONFORMS)
    before = moment(freeze_baseline(actor=actor, picture=seen(world), name="A"))
    give_answer(
        actor=actor,
        picture=seen(world),
        place=Place("iso9001:8.5.4"),
        given=Given(1, {"state": State.PARTLY}),
    )
    result = comparison(actor, before, now(seen(world), "Now"))
    worse = result.moved[Direction.WORSE]
    assert [(row.number, row.node.clause) for row in worse] == [("9001", "8.5.4")]
    assert (worse[0].movement.before, worse[0].movement.after) == (State.CONFORMS, State.PARTLY)
    assert result.count == 1


def test_evidence_past_its_review_counts_as_stale(world: World) -> None:
    evidence(world)
    found = seen(world)
    fresh = ground(world.actor("mei"), found, date(2026, 7, 1))
    assert (fresh.items, fresh.stale, fresh.soon) == (1, 0, 0)
    soon = ground(world.actor("mei"), found, date(2026, 9, 1))
    assert (soon.soon, soon.stale) == (1, 0)
    assert ground(world.actor("mei"), found, date(2026, 9, 30)).stale == 1


def test_conforming_answers_without_evidence_are_counted(world: World) -> None:
    evidence(world)
    answered(world, "hs:10.2", State.CONFORMS)
    answered(world, "hs:4.1", State.CONFORMS)
    found = ground(world.actor("mei"), seen(world), date(2026, 7, 1))
    assert (found.without, found.conforming) == (1, 2)


def test_the_line_takes_the_last_figure_of_each_month_and_this_moment(world: World) -> None:
    actor, found, today = world.actor("tomasz"), seen(world), date(2026, 11, 22)
    for on, conforming in ((date(2026, 9, 3), 1), (date(2026, 9, 28), 2), (date(2026, 11, 2), 9)):
        counts = {"conforms": conforming, "not_assessed": 10 - conforming}
        note_daily_figure(actor=actor, picture=found, on=on, counts=counts)
    points = month_ends(actor, found, today)
    assert points == [Point(date(2026, 9, 28), 20), Point(today, 0)]


def test_the_plan_leads_straight_to_the_aim_and_is_read_at_any_day() -> None:
    line = [Point(date(2026, 1, 1), 20), Point(date(2026, 1, 11), 70)]
    assert at(line, date(2026, 1, 1)) == 20
    assert at(line, date(2026, 1, 5)) == 40
    assert at(line, date(2026, 2, 1)) is None
    drawn = trend([Point(date(2026, 1, 1), 20), Point(date(2026, 1, 6), 40)], line, line[1].on)
    assert drawn is not None
    assert drawn.title == "30 points behind the plan"
    assert drawn.table[-1][1:] == (40, 45)


def test_nothing_is_drawn_from_a_single_day() -> None:
    assert trend([Point(date(2026, 1, 1), 20)], [], date(2026, 1, 1)) is None


def test_actions_done_by_their_day_would_close_their_gaps(world: World) -> None:
    actor, today = world.actor("tomasz"), timezone.localdate()
    answered(world, "hs:7.2", State.DOES_NOT_CONFORM)
    answered(world, "hs:7.4", State.PARTLY)
    due = today + timedelta(days=30)
    plan_action(
        actor=actor,
        assessment=analysis(world),
        planned=Planned("Train", due_on=due, closes=(("hs:7.2", ""), ("hs:7.4", ""))),
    )
    found = seen(world)
    ahead = projection(found, open_actions_by_gap(actor, found.assessment), today)
    assert [point.on for point in ahead] == [due]
    counts = found.counts.copy()
    gaps = counts[State.DOES_NOT_CONFORM] + counts[State.PARTLY]
    closed = {**counts, State.DOES_NOT_CONFORM: 0, State.PARTLY: 0}
    closed[State.CONFORMS] = counts[State.CONFORMS] + gaps
    assert ahead[0].percent == percent_of(closed)
    measured = [Point(today, percent_of(counts) or 0)]
    assert plan_line(found, measured, ahead) == [*measured, *ahead]


def test_strangers_find_nothing_and_readers_read(world: World) -> None:
    address = page(world)
    assert Assessment.objects.for_(world.actor("mei")).exists()
    for who in ("hana", "nils"):
        assert world.client(who).get(address).status_code == 404
    assert world.client("mei").get(address).status_code == 200
    other = analysis(world, who="amara")
    assert other.organisation_id != world.aldermoor.pk
    foreign = reverse("gap:results", args=[ORG, other.pk])
    assert world.client("ines").get(foreign).status_code == 404


def test_a_moment_reads_what_differed_at_a_site(world: World) -> None:
    answered(world, "hs:7.2", State.CONFORMS)
    site = world.sites["selwyn"].pk
    give_answer(
        actor=world.actor("tomasz"),
        picture=seen(world),
        place=Place("hs:7.2", "", site),
        given=Given(0, {"state": State.PARTLY}),
    )
    kept: Moment = moment(
        freeze_baseline(actor=world.actor("tomasz"), picture=seen(world), name="B")
    )
    shared = next(
        m.requirement.ref
        for m in picture(world.actor("mei"), analysis(world)).by_key["hs:7.2"].members
        if not m.adds
    )
    assert kept.states()[shared] is State.PARTLY
    assert kept.states(world.sites["aldermoor"].pk)[shared] is State.CONFORMS
