"""The shared structure against the standards, and the documents they ask for."""

from __future__ import annotations

from isonomy.catalogue.documents import written_information
from isonomy.catalogue.matrix import lines, own_demands, relatives
from isonomy.packs.load import builtin_packs

P = builtin_packs()
SIX = [P[key] for key in list(P)[:6]]


def cells(clause: str, *, letters: bool = False) -> dict[str, list[tuple[str, str | None]]]:
    line = next(x for x in lines(P["hs"], SIX, letters=letters) if x.node.clause == clause)
    return {p.number: [(n.clause, n.hs_relation) for n in nodes] for p, nodes in line.cells}


def test_a_line_shows_each_standards_own_number_and_relation() -> None:
    row = cells("10.2")
    assert row["45001"] == [("10.2", "extended")]
    assert row["50001"] == [("10.1", "identical")]
    assert ("10.2.1", "extended") in row["9001"]


def test_a_clause_gathers_what_a_standard_asks_under_finer_numbers() -> None:
    assert [clause for clause, _ in cells("6.1")["9001"]] == ["6.1.1", "6.1.2"]
    assert cells("6.1", letters=True)["9001"] == []


def test_a_line_that_a_standard_does_not_ask_is_empty() -> None:
    assert cells("6.3")["14001"] == []
    assert cells("6.3")["9001"] == [("6.3", "extended")]


def test_letters_are_told_by_their_words() -> None:
    line = next(x for x in lines(P["hs"], SIX, letters=True) if x.node.id == "hs:4.2.a")
    assert line.title == "The parties relevant to the management system are identified."


def test_what_stands_outside_the_structure_is_counted_by_chapter() -> None:
    rows = {
        row.chapter: {p.number: count for p, count in row.counts}
        for row in own_demands(P["hs"], SIX)
    }
    assert sum(rows[chapter]["22000"] for chapter in rows) == 100
    assert rows["8"]["22000"] > rows["8"]["27001"]


def test_a_requirement_names_its_relatives_in_the_other_standards() -> None:
    node = P["iso9001"].node("iso9001:7.2")
    found = {
        pack.number: [n.clause for n in nodes] for pack, nodes in relatives(node, SIX, P["iso9001"])
    }
    assert found == {n: ["7.2"] for n in ("14001", "45001", "27001", "22000", "50001")}
    assert relatives(P["iso9001"].node("iso9001:8.3.1"), SIX, P["iso9001"]) == []


def written() -> dict[tuple[str, str], list[str]]:
    rows = written_information(P["hs"], SIX)
    return {(r.name, r.mode): [f"{p.number} {n.clause}" for p, n in r.asked_by] for r in rows}


def test_one_policy_serves_six_standards_however_they_number_it() -> None:
    assert written()["Policy", "maintain"] == [
        "9001 5.2.2", "14001 5.2", "45001 5.2", "27001 5.2", "22000 5.2.2", "50001 5.2"
    ]  # fmt: skip


def test_records_of_corrective_action_are_one_list_for_all() -> None:
    name = "Nature of nonconformities, actions taken and results of corrective action"
    assert len(written()[name, "retain"]) == 6


def test_no_document_of_any_standard_is_lost() -> None:
    asked = sum(
        document.mandatory
        for pack in SIX
        for node in pack.nodes
        for document in node.documented_information
    )
    assert sum(len(row.asked_by) for row in written_information(P["hs"], SIX)) == asked


def test_the_list_can_be_narrowed_to_records_of_one_standard() -> None:
    rows = written_information(P["hs"], [P["iso27001"]], mode="retain")
    assert {row.mode for row in rows} == {"retain"}
    assert {pack.number for row in rows for pack, _ in row.asked_by} == {"27001"}
