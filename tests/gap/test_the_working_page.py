"""The page where people answer: what it shows, how it saves, whom it turns away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from isonomy.gap.models import Answer, Evidence
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, evidence, seen

HX = {"HTTP_HX_REQUEST": "true"}


def page(world: World, key: str = "hs:10.2", name: str = "gap:question") -> str:
    return reverse(name, args=[ORG, analysis(world).pk, key])


def send(world: World, who: str, key: str, **data: Any) -> Any:
    return world.client(who).post(page(world, key, "gap:answer"), {"version": 0, **data}, **HX)


def test_the_page_says_which_standards_an_answer_serves_and_what_each_adds(world: World) -> None:
    text = world.client("priya").get(page(world)).content.decode()
    assert "Nonconformity and corrective action" in text
    assert "One answer, 6 standards" in text
    for number in ("9001", "14001", "45001", "27001", "22000", "50001"):
        assert number in text
    assert "Complaints are nonconformities too" in text


def test_an_answer_is_saved_as_you_go_and_the_changed_pieces_come_back(world: World) -> None:
    answer = send(world, "priya", "hs:10.2.d", state="conforms", note="After 30 to 90 days.")
    assert answer.status_code == 200
    assert answer.headers["X-Version"] == "1"
    text = answer.content.decode()
    assert 'id="serves-all"' in text
    assert 'id="t-hs-10_2_d"' in text
    row = Answer.objects.for_(world.actor("priya")).get(key="hs:10.2.d")
    assert (row.state, row.note) == ("conforms", "After 30 to 90 days.")


def test_a_stale_form_gets_both_versions_and_loses_nothing(world: World) -> None:
    answered(world, "hs:4.1", State.PARTLY, "What Tomasz wrote")
    answer = send(world, "priya", "hs:4.1", state="conforms", note="What Priya wrote")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "What Tomasz wrote" in text
    assert "What Priya wrote" in text
    kept = send(
        world, "priya", "hs:4.1", version=1, state="conforms", note="What both wrote", keep="mine"
    )
    assert kept.status_code == 200
    assert Answer.objects.for_(world.actor("priya")).get(key="hs:4.1").note == "What both wrote"


def test_a_second_tab_that_changes_another_field_is_no_conflict(world: World) -> None:
    marks = json.dumps({"state": "not_assessed"})
    first = send(world, "priya", "hs:4.1", state="partly", note="", marks=marks)
    assert first.status_code == 200
    second = send(
        world, "priya", "hs:4.1", state="not_assessed", note="", effort_days="2", marks=marks
    )
    assert second.status_code == 200
    row = Answer.objects.for_(world.actor("priya")).get(key="hs:4.1")
    assert (row.state, str(row.effort_days)) == ("partly", "2.0")


def test_not_applicable_without_words_says_what_is_missing(world: World) -> None:
    answer = send(world, "priya", "iso27001:A.8.30", state="not_applicable")
    assert answer.status_code == 422
    assert "Write why it does not apply" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("state", "splendid", "splendid"),
        ("effort_days", "a lot", "number"),
        ("version", "first", "whole number"),
    ],
)
def test_a_wrong_field_is_named(world: World, field: str, value: str, said: str) -> None:
    answer = send(world, "priya", "hs:4.1", **{field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_somebody_elses_colleague_cannot_be_made_responsible(world: World) -> None:
    answer = send(world, "priya", "hs:4.1", responsible=world.people["luis"].pk)
    assert answer.status_code == 422
    assert not Answer.objects.for_(world.actor("priya")).exists()


def test_a_reader_reads_but_does_not_answer(world: World) -> None:
    assert world.client("mei").get(page(world)).status_code == 200
    assert send(world, "mei", "hs:4.1", state="conforms").status_code == 404


@pytest.mark.parametrize("who", ["jonas", "nils"])
def test_others_are_told_that_nothing_is_there(world: World, who: str) -> None:
    address = page(world)
    assert world.client("priya").get(address).status_code == 200
    assert world.client(who).get(address).status_code == 404


def test_without_javascript_a_saved_answer_leads_back_to_the_page(world: World) -> None:
    answer = world.client("priya").post(
        page(world, "hs:4.1", "gap:answer"), {"version": 0, "state": "conforms", "note": "x"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == page(world, "hs:4.1")


def test_what_people_write_is_text_in_the_page(world: World) -> None:
    answered(world, "hs:4.1", State.PARTLY, "<script>alert(1)</script>")
    text = world.client("priya").get(page(world, "hs:4.1")).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_file_is_added_as_evidence_with_its_digest_and_downloaded_harmlessly(
    world: World,
) -> None:
    upload = SimpleUploadedFile("log.csv", b"No.,What\r\n1,Label mix-up\r\n")
    answer = world.client("priya").post(
        page(world, "hs:10.2", "gap:evidence_add"),
        {"file": upload, "proves_until": "2026-03-31", "review_months": "6"},
    )
    assert answer.status_code == 302
    row = Evidence.objects.for_(world.actor("priya")).get()
    assert row.file is not None
    text = world.client("priya").get(page(world)).content.decode()
    assert row.file.sha256[:8] in text
    assert "Stale since 30 Sep 2026" in text
    got = world.client("priya").get(reverse("gap:evidence_file", args=[ORG, row.pk]))
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"


def test_a_program_is_not_taken_as_evidence(world: World) -> None:
    upload = SimpleUploadedFile("minutes.pdf", b"MZ\x90\x00\x03" + b"\x00" * 200)
    answer = world.client("priya").post(
        page(world, "hs:10.2", "gap:evidence_add"), {"file": upload}
    )
    assert answer.status_code == 422
    assert not Evidence.objects.for_(world.actor("priya")).exists()


def test_evidence_must_end_after_it_starts(world: World) -> None:
    answer = world.client("priya").post(
        page(world, "hs:10.2", "gap:evidence_add"),
        {"place": "Shelf", "proves_from": "2026-05-01", "proves_until": "2026-04-01"},
    )
    assert answer.status_code == 422
    assert "It ends before it starts." in answer.content.decode()


def test_renewed_evidence_takes_the_place_of_the_old_one_everywhere(world: World) -> None:
    old = evidence(world)
    answer = world.client("priya").post(
        reverse("gap:evidence_renew", args=[ORG, old.pk]),
        {"title": "Near-miss log, April to June", "place": "Shelf 3", "proves_until": "2026-06-30"},
    )
    assert answer.status_code == 302
    text = world.client("priya").get(page(world)).content.decode()
    assert "April to June" in text
    assert (
        world.client("priya")
        .get(reverse("gap:evidence_page", args=[ORG, old.pk]))
        .content.decode()
        .count("April to June")
    )


def test_the_tree_shows_only_gaps_when_asked(world: World) -> None:
    answered(world, "hs:9.2.2", State.DOES_NOT_CONFORM)
    text = world.client("priya").get(page(world, "hs:9.2.2") + "?show=gaps").content.decode()
    assert 'id="t-hs-9_2_2"' in text
    assert 'id="t-hs-4_1"' not in text


def test_the_history_keeps_every_word(world: World) -> None:
    answered(world, "hs:4.1", State.PARTLY, "First words")
    send(world, "priya", "hs:4.1", version=1, state="partly", note="Later words")
    text = world.client("mei").get(page(world, "hs:4.1", "gap:question_history")).content.decode()
    assert "First words" in text
    assert "Later words" in text
    assert seen(world).standing_of["iso27001:4.1"] is State.PARTLY
