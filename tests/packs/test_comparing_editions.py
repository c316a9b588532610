"""What became of each requirement between two editions or two versions of a pack."""

from __future__ import annotations

from pathlib import Path

from isonomy.packs.diff import Step, compare
from isonomy.packs.load import builtin_packs, load_pack
from tests.packs.making import CLAUSES, PACK, write_pack


def quality() -> dict[str | None, Step]:
    packs = builtin_packs()
    return {step.new: step for step in compare(packs["iso9001"], packs["iso9001_2026"])}


def environment() -> dict[str | None, Step]:
    packs = builtin_packs()
    return {step.new: step for step in compare(packs["iso14001"], packs["iso14001_2026"])}


def test_a_new_clause_is_new_and_asks_its_own_question() -> None:
    step = environment()["iso14001_2026:6.3"]
    assert (step.kind, step.old, step.confidence) == ("new", (), "high")
    assert step.question and not step.keeps_answer


def test_a_split_clause_names_where_it_came_from() -> None:
    steps = quality()
    for clause in ("6.1.2", "6.1.3"):
        assert steps[f"iso9001_2026:{clause}"].kind == "split"
        assert steps[f"iso9001_2026:{clause}"].old == ("iso9001:6.1.2",)


def test_merged_clauses_name_all_they_came_from() -> None:
    assert quality()["iso9001_2026:10.1"].old == ("iso9001:10.1", "iso9001:10.3")


def test_a_removed_clause_says_where_it_went() -> None:
    packs = builtin_packs()
    removed = [s for s in compare(packs["iso9001"], packs["iso9001_2026"]) if s.kind == "removed"]
    assert [(step.old, step.reason) for step in removed] == [
        (("iso9001:10.3",), "Merged into 10.1.")
    ]


def test_a_letter_that_only_moved_keeps_its_answer() -> None:
    step = environment()["iso14001_2026:9.3.2.prev"]
    assert (step.kind, step.old) == ("renumbered", ("iso14001:9.3.a",))
    assert step.keeps_answer
    assert step.reason == "The same demand stood in 9.3 a."


def test_an_unchanged_clause_keeps_its_answer_and_a_changed_one_does_not() -> None:
    assert quality()["iso9001_2026:8.5.1"].keeps_answer
    assert not quality()["iso9001_2026:7.3"].keeps_answer


def test_every_requirement_of_the_new_edition_has_one_step() -> None:
    for base, new in (("iso9001", "iso9001_2026"), ("iso14001", "iso14001_2026")):
        steps = compare(builtin_packs()[base], builtin_packs()[new])
        told = [step.new for step in steps if step.new]
        assert told == [node.id for node in builtin_packs()[new].requirements]


def test_two_versions_of_a_pack_differ_by_what_was_edited(tmp_path: Path) -> None:
    before = load_pack(write_pack(tmp_path))
    assert {step.kind for step in compare(before, before)} == {"kept"}
    edited = CLAUSES.replace("the bakery.", "the bakery and the shop.")
    added = edited + CLAUSES.split("  - id: tiny:4.1")[1].replace(
        '\n    clause: "4.1"', '  - id: tiny:4.2\n    clause: "4.2"', 1
    ).replace("The baker knows what bears on the bakery.", "Flour is weighed.").replace(
        "The organization", "Flour"
    )
    after = load_pack(write_pack(tmp_path, PACK.replace("version: 1", "version: 2"), added))
    steps = {step.new: step.kind for step in compare(before, after)}
    assert steps == {"tiny:4.1": "reworded", "tiny:4.2": "new"}
    assert [s.kind for s in compare(after, before)] == ["reworded", "removed"]


def test_a_renumbered_requirement_is_known_by_its_words(tmp_path: Path) -> None:
    before = load_pack(write_pack(tmp_path))
    moved = CLAUSES.replace("tiny:4.1", "tiny:4.7").replace('"4.1"', '"4.7"')
    after = load_pack(write_pack(tmp_path, clauses=moved))
    step = compare(before, after)[0]
    assert (step.kind, step.old, step.keeps_answer) == ("renumbered", ("tiny:4.1",), True)
