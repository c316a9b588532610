"""A shared requirement is asked once; a difference, a relative and a speciality are asked as such."""

from __future__ import annotations

import pytest

from isonomy.gap.facts import cores_of, requirements_of
from isonomy.norms.gap.question import Core, Relation, Requirement, clause_key, questions
from isonomy.packs.load import builtin_packs

CORES = [Core("hs:4.1", "4.1", 0), Core("hs:10.2", "10.2", 1)]


def requirement(ref: str, clause: str, relation: Relation, core: str | None = None) -> Requirement:
    return Requirement(ref, ref.split(":", maxsplit=1)[0], clause, relation, core, 0)


QUALITY = [
    requirement("q:4.1", "4.1", Relation.EXTENDED, "hs:4.1"),
    requirement("q:8.3", "8.3", Relation.SPECIFIC),
    requirement("q:10.2", "10.2", Relation.IDENTICAL, "hs:10.2"),
]
SAFETY = [
    requirement("s:4.1", "4.1", Relation.IDENTICAL, "hs:4.1"),
    requirement("s:10.2", "10.2.1", Relation.PARTIAL, "hs:10.2"),
    requirement("s:A.5", "A.5", Relation.CONTROL),
]


def test_identical_and_extended_requirements_of_two_standards_are_one_question() -> None:
    found = {question.key: question for question in questions(CORES, [QUALITY, SAFETY])}
    assert found["hs:4.1"].standards == ("q", "s")
    assert [member.adds for member in found["hs:4.1"].members] == [True, False]


def test_partial_specific_and_control_are_asked_alone() -> None:
    found = {question.key: question for question in questions(CORES, [QUALITY, SAFETY])}
    assert not found["s:10.2"].shared
    assert found["s:10.2"].core == "hs:10.2"
    assert found["hs:10.2"].standards == ("q",)
    assert found["s:A.5"].is_control


def test_questions_stand_in_clause_order_and_controls_at_the_end() -> None:
    found = questions(CORES, [QUALITY, SAFETY])
    assert [q.key for q in found] == ["hs:4.1", "q:8.3", "hs:10.2", "s:10.2", "s:A.5"]


def test_a_split_off_requirement_leaves_the_shared_question() -> None:
    found = {q.key: q for q in questions(CORES, [QUALITY, SAFETY], {"s:4.1"})}
    assert found["hs:4.1"].standards == ("q",)
    assert found["s:4.1"].split_off
    assert not found["hs:4.1"].split_off


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("9.2", "10.1"),
        ("8.1", "8.1 a"),
        ("8.1 a", "8.1 b"),
        ("8.1 b", "8.1.1"),
        ("8.2.9", "8.2.10"),
    ],
)
def test_clauses_are_ordered_as_people_count(earlier: str, later: str) -> None:
    assert clause_key(earlier) < clause_key(later)


def test_six_standards_ask_712_requirements_and_93_controls_in_about_400_answers() -> None:
    packs = builtin_packs()
    keys = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")
    found = questions(cores_of(packs["hs"]), [requirements_of(packs[key]) for key in keys])
    asked = [question for question in found if not question.is_control]
    assert sum(len(question.members) for question in asked) == 712
    assert sum(question.is_control for question in found) == 93
    assert sum(question.shared for question in asked) == 65
    assert len(asked) == 402
