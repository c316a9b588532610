"""Baselines: freeze, look at, compare, and who may."""

from __future__ import annotations

import re

from django.urls import reverse

from isonomy.base.audit_trail import history
from isonomy.gap.models import Baseline
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.baseline import freeze_baseline
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, baseline, seen


def at(world: World, name: str, *more: int) -> str:
    return reverse(f"gap:{name}", args=[ORG, analysis(world).pk, *more])


def text_of(world: World, address: str) -> str:
    answer = world.client("mei").get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_freezing_keeps_the_figure_and_leaves_an_event(world: World) -> None:
    answered(world, "hs:4.1", State.CONFORMS)
    answer = world.client("tomasz").post(
        at(world, "freeze"), {"name": "Before the audit", "note": "For the board"}
    )
    row = Baseline.objects.for_(world.actor("mei")).get()
    assert answer.headers["Location"] == at(world, "baseline", row.pk)
    assert row.content["states"]["iso9001:4.1"] in {"conforms", "not_assessed"}
    assert [e.verb for e in history(world.actor("mei"), [row])] == ["baseline.freeze"]
    text = text_of(world, at(world, "baseline", row.pk))
    assert "For the board" in text
    assert row.digest in text
    assert "unchanged" in text


def test_a_name_that_is_taken_is_refused_on_its_field(world: World) -> None:
    baseline(world)
    answer = world.client("tomasz").post(at(world, "freeze"), {"name": "Start"})
    assert "Another baseline already has this name." in answer.content.decode()
    assert Baseline.objects.for_(world.actor("mei")).count() == 1


def test_later_answers_leave_the_baseline_as_it_was_and_show_in_the_comparison(
    world: World,
) -> None:
    answered(world, "iso9001:8.5.4", State.PARTLY)
    row = baseline(world)
    give_answer(
        actor=world.actor("priya"),
        picture=seen(world),
        place=Place("iso9001:8.5.4"),
        given=Given(1, {"state": State.CONFORMS}),
    )
    text = text_of(world, at(world, "compare") + f"?from={row.pk}")
    better = text.split("Got better")[1]
    assert "Preservation" in better
    assert better.index("Partly") < better.index("Conforms")
    assert (
        Baseline.objects.for_(world.actor("mei")).get().content["states"]["iso9001:8.5.4"]
        == "partly"
    )


def test_two_baselines_are_compared_in_the_order_of_their_days(world: World) -> None:
    first = baseline(world)
    answered(world, "iso9001:8.5.4", State.DOES_NOT_CONFORM)
    second = freeze_baseline(actor=world.actor("tomasz"), picture=seen(world), name="Second")
    wrong_way = at(world, "compare") + f"?from={second.pk}&to={first.pk}"
    text = text_of(world, wrong_way)
    assert re.search(r"From Start \(.*\) to Second \(", text)
    assert "Changed in another way" in text
    assert "Got worse" not in text


def test_nothing_moved_is_said_so(world: World) -> None:
    row = baseline(world)
    assert "Nothing moved" in text_of(world, at(world, "compare") + f"?from={row.pk}")


def test_changed_bytes_are_noticed(world: World) -> None:
    row = baseline(world)
    kept = {**row.content, "percent": 99}
    Baseline._base_manager.filter(pk=row.pk).update(content=kept)
    assert "not as they were frozen" in text_of(world, at(world, "baseline", row.pk))


def test_without_a_baseline_the_page_teaches_and_comparing_leads_back(world: World) -> None:
    assert "No baseline yet" in text_of(world, at(world, "baselines"))
    answer = world.client("mei").get(at(world, "compare"))
    assert answer.headers["Location"] == at(world, "baselines")


def test_contributors_and_readers_do_not_freeze_and_strangers_find_nothing(world: World) -> None:
    row = baseline(world)
    for who in ("priya", "mei"):
        assert world.client(who).post(at(world, "freeze"), {"name": "X"}).status_code == 404
    for name, more in (("baselines", ()), ("compare", ()), ("baseline", (row.pk,))):
        assert world.client("hana").get(at(world, name, *more)).status_code == 404
    other = analysis(world, who="amara")
    theirs = freeze_baseline(
        actor=world.actor("amara"), picture=seen(world, "amara"), name="Theirs"
    )
    assert theirs.assessment_id == other.pk
    ours = world.client("ines")
    assert ours.get(at(world, "baseline", theirs.pk)).status_code == 404
    assert ours.get(at(world, "compare") + f"?from={theirs.pk}").status_code == 404
