"""`isonomy pack check`: every planted fault is found, with its file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from isonomy.packs.check import check_pack
from isonomy.packs.commands import pack as pack_command
from isonomy.packs.load import PackError, load_pack
from tests.packs.making import CLAUSES, PACK, write_pack


def faults(folder: Path, pack: str = PACK, clauses: str = CLAUSES) -> list[str]:
    return [str(problem) for problem in check_pack(write_pack(folder, pack, clauses))]


def test_a_sound_pack_has_no_problems(tmp_path: Path) -> None:
    assert faults(tmp_path) == []
    assert load_pack(tmp_path / "tiny").node("tiny:4.1").adds == "The weather counts as well."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("parent: tiny:4\n", "parent: tiny:5\n", "tiny/clauses.yaml:14: tiny:4.1 parent: tiny:5 does not exist"),
        ("hs: hs:4.1\n", "hs: hs:4.9\n", "tiny/clauses.yaml:15: tiny:4.1 hs: hs:4.9 is no line of the Harmonized Structure"),
        ("hs_relation: extended", "hs_relation: enlarged", "tiny/clauses.yaml:16: nodes[1].hs_relation: Input should be"),
        ("questions: [What", "question: [What", "tiny/clauses.yaml:19: nodes[1].question: is not a known field"),
        ("    adds: The weather counts as well.\n", "", "tiny:4.1 adds: must say what this standard adds"),
        ("rule: no way around it", "rule: ' '", "tiny:4.1 not_applicable: the rule is empty"),
        ("    not_applicable: {allowed: false, practice: never, rule: no way around it}\n", "", "the rule for setting it aside is missing"),
        ("the bakery.\n", "the {MS}.\n", "tiny/clauses.yaml:17: tiny:4.1 paraphrase: {MS} is not a token"),
        ("id: tiny:4.1", "id: other:4.1", "tiny/clauses.yaml:9: other:4.1 id: must begin with tiny:"),
        ("id: tiny:4.1", "id: tiny:4", "tiny/clauses.yaml:9: nodes[1].id: tiny:4 stands twice"),
        ("    kind: requirement\n", "", "tiny/clauses.yaml:9: nodes[1].kind: is missing"),
        ("    level: clause\n    parent", "    level: clause\n    level: item\n    parent", "tiny/clauses.yaml:14: nodes[1].level: is given twice"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in CLAUSES
    found = faults(tmp_path, clauses=CLAUSES.replace(old, new, 1))
    assert any(expected in line for line in found), found


def test_a_paraphrase_that_runs_on_is_refused(tmp_path: Path) -> None:
    long = CLAUSES.replace("the bakery.", "the bakery. " * 90)
    assert any("the limit is 900" in line for line in faults(tmp_path, clauses=long))


def test_siblings_out_of_order_are_named(tmp_path: Path) -> None:
    swapped = CLAUSES + CLAUSES.split("nodes:\n")[1].replace("4", "3", 1).replace(
        "tiny:4\n", "tiny:3\n", 1
    ).split("  - id: tiny:4.1")[0].replace('"4"', '"3"')
    assert any("clause: stands after 4" in line for line in faults(tmp_path, clauses=swapped))


def test_wrong_counts_are_named(tmp_path: Path) -> None:
    found = faults(tmp_path, PACK + "counts: {requirements: 2}\n")
    assert found == ["tiny/pack.yaml:8: counts: requirements says 2, the nodes give 1"]


def test_a_change_from_a_requirement_that_never_was_is_named(tmp_path: Path) -> None:
    changed = (
        CLAUSES + "    change: {relation: extended, previous: [iso9001:99], confidence: high}\n"
    )
    home = write_pack(tmp_path, PACK + "changes: changes.yaml\n", changed)
    (home / "changes.yaml").write_text("base: iso9001\nchanges: []\n", encoding="utf-8")
    found = [str(problem) for problem in check_pack(home)]
    assert found == ["tiny/clauses.yaml:21: tiny:4.1 change: previous iso9001:99 is not in iso9001"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [1]\nb: *a\n", "YAML aliases are not allowed"),
        ("a: [1\n", "tiny/pack.yaml:2"),
        ("", "the file is empty"),
        ("- 1\n", "a mapping of facts is expected"),
        ("id: tiny\n", "the list of files is missing"),
        (PACK.replace("clauses.yaml", "../../secret.yaml"), "is not the name of a YAML file"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_with_its_reason(
    tmp_path: Path, text: str, expected: str
) -> None:
    found = faults(tmp_path, pack=text)
    assert len(found) == 1 and expected in found[0], found


def test_loading_a_faulty_pack_raises_with_every_fault(tmp_path: Path) -> None:
    home = write_pack(tmp_path, PACK + "colour: red\n", CLAUSES.replace("kind: heading", "kind: x"))
    with pytest.raises(PackError) as fault:
        load_pack(home)
    assert "pack.yaml:8: colour: is not a known field" in str(fault.value)
    assert "clauses.yaml:6: nodes[0].kind" in str(fault.value)


def test_the_command_says_what_a_sound_pack_holds(tmp_path: Path) -> None:
    done = CliRunner().invoke(pack_command, ["check", str(write_pack(tmp_path))])
    assert done.exit_code == 0
    assert "tiny version 1 is sound: 1 headings, 1 requirements" in done.output


def test_the_command_fails_and_names_the_fault(tmp_path: Path) -> None:
    home = write_pack(tmp_path, clauses=CLAUSES.replace("parent: tiny:4\n", "parent: tiny:7\n"))
    done = CliRunner().invoke(pack_command, ["check", str(home)])
    assert done.exit_code == 1
    assert "tiny:7 does not exist" in done.output and "1 problem." in done.output
