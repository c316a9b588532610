"""Moving to a new edition: the preview, what is kept, what needs another look, and who may."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from isonomy.catalogue.models import InstalledPack
from isonomy.gap.models import Answer
from isonomy.gap.queries.carry import move_lines, roads
from isonomy.norms.gap.carry_over import Fate
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, seen


def at(world: World, name: str = "carry", key: str = "") -> str:
    row = analysis(world)
    more = [InstalledPack.objects.for_(world.actor("mei")).get(key=key).pk] if key else []
    return reverse(f"gap:{name}", args=[ORG, row.pk, *more])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_standards_with_a_newer_edition_are_offered_with_its_confidence(world: World) -> None:
    text = text_of(world.client("tomasz").get(at(world)))
    assert "ISO 9001:2026" in text
    assert "ISO 14001:2026" in text
    assert "ISO 45001" not in text
    assert text.count("Draft content") == 2


def test_the_preview_accounts_for_every_requirement_of_the_new_edition(world: World) -> None:
    analysis(world)
    road = next(r for r in roads(world.actor("mei"), seen(world)) if r.old.id == "iso9001")
    lines = move_lines(seen(world), road)
    new = sum(len(lines[fate]) for fate in (Fate.KEPT, Fate.LOOK_AGAIN, Fate.NEW))
    assert new == len(road.pack.requirements)
    assert {fate: len(rows) for fate, rows in lines.items()} == dict(road.counts)
    context = next(line for line in lines[Fate.LOOK_AGAIN] if line.clause == "4.1")
    assert context.before == ("4.1",)
    assert "limate" in context.what
    assert all(line.what for line in lines[Fate.LOOK_AGAIN])


def test_looking_changes_nothing(world: World) -> None:
    before = seen(world).packs
    text = text_of(world.client("tomasz").get(at(world, "carry_over", "iso9001_2026")))
    assert "Nothing has happened yet." in text
    assert seen(world).packs == before


def test_kept_answers_stay_and_changed_ones_ask_for_another_look(world: World) -> None:
    answered(world, "iso9001:8.5.4", State.CONFORMS, "Cold chain is logged.")
    answered(world, "iso9001:7.1.6", State.CONFORMS, "Skills matrix.")
    answer = world.client("tomasz").post(at(world, "carry_over", "iso9001_2026"), follow=True)
    text = text_of(answer)
    assert "Moved to ISO 9001:2026." in text
    assert "show=again" in answer.redirect_chain[0][0]
    assert "iso9001" not in [pack.id for pack in seen(world).packs]
    rows = Answer.objects.for_(world.actor("mei"))
    kept = rows.get(key="iso9001_2026:8.5.4")
    assert (kept.state, kept.note, kept.look_again) == ("conforms", "Cold chain is logged.", "")
    changed = rows.get(key="iso9001_2026:7.1.6")
    assert changed.state == "conforms"
    assert "nowledge" in changed.look_again
    assert "answer waits for another look" in text_of(
        world.client("tomasz").get(at(world))
    ) or "answers wait for another look" in text_of(world.client("tomasz").get(at(world)))


def test_both_editions_may_stay_for_the_time_of_transition(world: World) -> None:
    address = at(world, "carry_over", "iso9001_2026")
    world.client("tomasz").post(address, {"keep": "both"})
    keys = [pack.id for pack in seen(world).packs]
    assert {"iso9001", "iso9001_2026"} <= set(keys)
    text = text_of(world.client("mei").get(reverse("gap:results", args=[ORG, analysis(world).pk])))
    assert "9001:2015" in text
    assert "9001:2026" in text
    assert "Both editions are in this analysis already." in text_of(
        world.client("tomasz").get(address)
    )


def test_a_pack_that_follows_nothing_is_not_there(world: World) -> None:
    analysis(world)
    address = at(world, "carry_over", "iso45001")
    assert world.client("tomasz").get(address).status_code == 404


def test_contributors_readers_and_strangers_move_nothing(world: World) -> None:
    address = at(world, "carry_over", "iso9001_2026")
    for who in ("priya", "mei", "hana", "nils"):
        browser = world.client(who)
        assert browser.get(at(world)).status_code == 404
        assert browser.post(address).status_code == 404
    assert "iso9001" in [pack.id for pack in seen(world).packs]
