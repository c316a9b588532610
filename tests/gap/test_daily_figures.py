"""The clock notes one figure a day, and brings it up to date instead of doubling it."""

from __future__ import annotations

from isonomy.gap.models import DailyFigure
from isonomy.gap.tasks import note_figures
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import analysis, answered


def test_the_figure_of_a_day_is_noted_once_and_follows_the_answers(world: World) -> None:
    analysis(world, "iso27001")
    assert note_figures.func() == 1
    answered(world, "hs:10.2", State.CONFORMS)
    note_figures.func()
    row = DailyFigure.objects.for_(world.actor("tomasz")).get()
    assert row.counts["conforms"] == 1
    assert row.counts["not_assessed"] == 82
    assert row.percent == 1


def test_a_closed_analysis_is_left_alone(world: World) -> None:
    from isonomy.gap.services.assessment import close_assessment

    close_assessment(actor=world.actor("tomasz"), assessment=analysis(world, "iso27001"))
    assert note_figures.func() == 0
