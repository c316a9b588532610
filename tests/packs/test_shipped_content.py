"""The packs that come with the product: complete, in own words, sound."""

from __future__ import annotations

import re

import pytest
import yaml

from isonomy.packs.check import check_pack, texts_of
from isonomy.packs.load import CONTENT, Pack, builtin_packs, hs_text

SIX = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")
ALL = tuple(builtin_packs())

# Counted in the six outlines: clauses plus separately asked letters, and the controls of Annex A.
REQUIREMENTS = {
    "iso9001": 149,
    "iso14001": 95,
    "iso45001": 116,
    "iso27001": 83,
    "iso22000": 173,
    "iso50001": 96,
    "iso9001_2026": 152,
    "iso14001_2026": 97,
    "hs": 65,
}


@pytest.mark.parametrize("pack_id", ALL)
def test_every_shipped_pack_passes_its_own_check(pack_id: str) -> None:
    assert [str(problem) for problem in check_pack(CONTENT / pack_id)] == []


@pytest.mark.parametrize("pack_id", ALL)
def test_a_pack_holds_as_many_requirements_as_its_standard_has(pack_id: str) -> None:
    assert len(builtin_packs()[pack_id].requirements) == REQUIREMENTS[pack_id]


def test_the_six_standards_ask_712_things_and_name_93_controls_by_four_themes() -> None:
    packs = [builtin_packs()[pack_id] for pack_id in SIX]
    controls = builtin_packs()["iso27001"].controls
    themes = {theme: sum(1 for c in controls if c.theme == theme) for theme in
              ("Organizational", "People", "Physical", "Technological")}  # fmt: skip
    assert sum(len(pack.requirements) for pack in packs) == 712
    assert themes == {"Organizational": 37, "People": 8, "Physical": 14, "Technological": 34}
    assert sum(1 for control in controls if control.introduced) == 11


def test_196_requirements_extend_the_shared_text_and_each_says_by_what() -> None:
    extended = [
        node
        for pack_id in SIX
        for node in builtin_packs()[pack_id].requirements
        if node.hs_relation == "extended"
    ]
    assert len(extended) == 196
    assert [node.id for node in extended if len(node.adds) < 20] == []
    assert [node.id for node in extended if node.adds == node.paraphrase] == []


def test_the_figures_agree_with_the_outlines_the_content_came_from(shared: object) -> None:
    for pack_id in SIX:
        with (shared / "content" / f"{pack_id}.yaml").open(encoding="utf-8") as file:  # type: ignore[operator]
            counts = yaml.load(file, Loader=yaml.CSafeLoader)["standard"]["counts"]
        pack = builtin_packs()[pack_id]
        assert len(pack.requirements) == counts["auditable_total"]
        assert len(pack.controls) == counts.get("annex_a_controls", 0)


def test_the_clause_of_the_picture_says_what_quality_adds() -> None:
    node = builtin_packs()["iso9001"].node("iso9001:10.2.1")
    assert node.hs == "hs:10.2"
    assert node.adds == (
        "Complaints are nonconformities too. The risks and opportunities from planning are "
        "updated when a case shows it."
    )


@pytest.mark.parametrize("pack_id", ALL)
def test_titles_fit_the_tree(pack_id: str) -> None:
    assert [n.id for n in builtin_packs()[pack_id].nodes if len(n.label) > 34] == []


@pytest.mark.parametrize("pack_id", SIX)
def test_shared_texts_read_well_for_one_discipline(pack_id: str) -> None:
    tokens = builtin_packs()[pack_id].tokens
    for node in builtin_packs()["hs"].nodes:
        for _, text in texts_of(node):
            worded = hs_text(text, tokens)
            assert not re.search(r"[{}]|  | [,.]", worded), worded


def test_shared_texts_read_well_for_several_standards_at_once() -> None:
    structure = builtin_packs()["hs"]
    worded = hs_text(structure.node("hs:5.1.d").paraphrase, structure.tokens)
    assert worded == (
        "The reason for effective management and for following the rules is explained to people."
    )
    for node in structure.nodes:
        for _, text in texts_of(node):
            assert not re.search(r"[{}]|  | [,.]", hs_text(text, structure.tokens))


@pytest.mark.parametrize("pack_id", [p for p in ALL if p != "hs"])
def test_no_text_of_a_standard_pack_holds_an_unfilled_token(pack_id: str) -> None:
    texts = [t for node in builtin_packs()[pack_id].nodes for _, t in texts_of(node)]
    assert [text for text in texts if "{" in text] == []


def test_requirements_can_be_set_aside_only_where_the_standard_allows_it() -> None:
    quality, security = builtin_packs()["iso9001"], builtin_packs()["iso27001"]
    design = quality.node("iso9001:8.3.1").not_applicable
    audit = security.node("iso27001:9.2.1").not_applicable
    control = security.node("iso27001:A.7.4").not_applicable
    assert design is not None and design.allowed and design.ui_default == "offer"
    assert audit is not None and not audit.allowed
    assert control is not None and control.allowed and control.practice == "via_soa"


def test_items_share_the_typical_evidence_of_their_clause() -> None:
    pack = builtin_packs()["iso9001"]
    item = pack.node("iso9001:4.1.climate")
    assert item.evidence_inherited
    assert item.evidence == pack.node("iso9001:4.1").evidence != ()


def test_dates_carry_their_confidence() -> None:
    new = builtin_packs()["iso9001_2026"]
    assert new.draft and "not compared" in new.draft_note
    assert new.dates.published is not None and new.dates.published.date == "2026-09-16"
    assert new.dates.transition is not None
    end = next(m for m in new.dates.transition.milestones if m.event == "end_of_transition")
    assert (end.date, end.confidence) == ("2029-09-30", "medium-high")
    assert builtin_packs()["iso9001"].dates.replaced_by == new.id


def test_every_previous_requirement_of_a_new_edition_exists() -> None:
    for pack_id in ("iso9001_2026", "iso14001_2026"):
        pack = builtin_packs()[pack_id]
        base = builtin_packs()[pack.dates.replaces or ""]
        for node in pack.requirements:
            assert node.change is not None, node.id
            assert all(previous in base.by_id for previous in node.change.previous)


def test_a_pack_survives_its_way_through_the_database() -> None:
    for pack in builtin_packs().values():
        again = Pack.from_json(pack.to_json())
        assert again.nodes == pack.nodes
        assert again.digest == pack.digest


def test_the_digest_changes_with_a_single_word() -> None:
    document = builtin_packs()["hs"].to_json()
    before = builtin_packs()["hs"].digest
    document["nodes"][1]["paraphrase"] += " Really."
    assert Pack.from_json(document).digest != before
    assert re.fullmatch(r"[0-9a-f]{64}", before)


def test_the_digest_does_not_depend_on_the_order_in_which_fields_are_written() -> None:
    document = builtin_packs()["hs"].to_json()
    turned = dict(reversed(list(document.items())))
    assert Pack.from_json(turned).digest == builtin_packs()["hs"].digest


def test_a_tree_knows_what_stands_above_and_below() -> None:
    pack = builtin_packs()["iso27001"]
    control = pack.node("iso27001:A.5.1")
    assert [node.clause for node in pack.ancestors(control)] == ["A", "A.5"]
    assert len(pack.children("iso27001:A.7")) == 14
    with pytest.raises(KeyError, match="iso27001 has no node"):
        pack.node("iso27001:99")
