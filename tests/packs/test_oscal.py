"""OSCAL out, judged by compliance-trestle, and OSCAL in, from files of NIST."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from trestle.oscal.catalog import Catalog

from isonomy.packs.load import PackError, builtin_packs
from isonomy.packs.oscal import to_oscal
from isonomy.packs.oscal_read import read_oscal

RESOLVED = "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json"
PROFILE = "NIST_SP-800-53_rev5_LOW-baseline_profile.json"


def real(shared: Path, name: str) -> bytes:
    return (shared / "real_inputs" / "oscal" / name).read_bytes()


def controls_in(holder: dict[str, Any]) -> int:
    own = sum(1 + controls_in(control) for control in holder.get("controls", ()))
    return own + sum(controls_in(group) for group in holder.get("groups", ()))


@pytest.mark.parametrize("pack_id", list(builtin_packs()))
def test_trestle_accepts_every_export(pack_id: str, tmp_path: Path) -> None:
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps(to_oscal(builtin_packs()[pack_id])), encoding="utf-8")
    catalog = Catalog.oscal_read(file)
    assert catalog is not None
    assert catalog.metadata.title.startswith(builtin_packs()[pack_id].reference)


@pytest.mark.parametrize("pack_id", list(builtin_packs()))
def test_an_export_comes_back_with_every_node_unchanged(pack_id: str) -> None:
    pack = builtin_packs()[pack_id]
    back = read_oscal("x.json", json.dumps(to_oscal(pack)).encode())
    assert back.problems == ()
    assert back.pack.nodes == pack.nodes
    assert (back.pack.id, back.pack.reference, back.pack.kind) == (
        pack.id,
        pack.reference,
        pack.kind,
    )


def test_the_same_pack_gives_the_same_bytes() -> None:
    pack = builtin_packs()["iso27001"]
    assert json.dumps(to_oscal(pack)) == json.dumps(to_oscal(type(pack).from_json(pack.to_json())))
    assert to_oscal(pack)["catalog"]["uuid"] != to_oscal(builtin_packs()["hs"])["catalog"]["uuid"]


def test_the_low_baseline_of_nist_comes_in_whole(shared: Path) -> None:
    data = real(shared, RESOLVED)
    counted = controls_in(json.loads(data)["catalog"])
    pack = read_oscal(RESOLVED, data).pack
    assert counted == 149
    assert len(pack.controls) == counted
    assert sum(1 for node in pack.nodes if node.kind == "heading") == 18
    assert pack.number == "800-53"


def test_statements_read_as_text_with_their_parameters_named(shared: Path) -> None:
    control = read_oscal(RESOLVED, real(shared, RESOLVED)).pack.by_clause["AC-1"]
    assert control.title == "Policy and Procedures"
    assert control.paraphrase.startswith(
        "a. Develop, document, and disseminate to [organization-defined personnel or roles]:\n1. "
        "[one or more of: organization-level; mission/business process-level; system-level]"
    )
    assert "{{" not in control.paraphrase + control.auditor_note + "".join(control.questions)
    assert "Access control policy and procedures" in control.evidence


def test_an_enhancement_stands_below_its_control(shared: Path) -> None:
    pack = read_oscal(RESOLVED, real(shared, RESOLVED)).pack
    enhancement = pack.by_clause["AT-2(2)"]
    assert enhancement.parent == pack.by_clause["AT-2"].id


def test_a_profile_selects_from_the_catalogue_given_with_it(shared: Path) -> None:
    profile, catalogue = real(shared, PROFILE), real(shared, RESOLVED)
    chosen = json.loads(profile)
    rule = chosen["profile"]["imports"][0]["include-controls"][0]
    rule["with-ids"] = ["ac-1", "ac-2", "at-2.2"]
    pack = read_oscal("p.json", json.dumps(chosen).encode(), [("c.json", catalogue)]).pack
    assert [node.clause for node in pack.controls] == ["AC-1", "AC-2", "AT-2(2)"]
    assert [node.clause for node in pack.nodes if node.kind == "heading"] == ["AC", "AT"]
    assert len(read_oscal("p.json", profile, [("c.json", catalogue)]).pack.controls) == 149


def test_a_profile_sets_parameters(shared: Path) -> None:
    chosen = json.loads(real(shared, PROFILE))
    chosen["profile"]["modify"] = {
        "set-parameters": [{"param-id": "ac-01_odp.04", "values": ["head of security"]}]
    }
    given = [("c.json", real(shared, RESOLVED))]
    pack = read_oscal("p.json", json.dumps(chosen).encode(), given).pack
    assert "b. Designate an head of security to manage" in pack.by_clause["AC-1"].paraphrase


def test_a_profile_alone_says_what_is_missing(shared: Path) -> None:
    with pytest.raises(PackError, match="add the catalogue it selects from"):
        read_oscal(PROFILE, real(shared, PROFILE))


def test_a_profile_with_the_wrong_catalogue_names_what_is_not_there(shared: Path) -> None:
    with pytest.raises(PackError, match="149 selected controls are in no catalogue given: ac-1, "):
        read_oscal(PROFILE, real(shared, PROFILE), [("b", real(shared, "basic-catalog.json"))])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ifa_assessment-results-example.json", "assessment results"),
        ("ifa_assessment-plan-example.json", "an assessment plan"),
        ("ifa_plan-of-action-and-milestones.json", "a plan of action and milestones"),
        ("ssp-example.json", "a system security plan"),
        ("oscal_leveraged-example_ssp.json", "a system security plan"),
        ("example-component-definition.yaml", "a component definition"),
    ],
)
def test_another_oscal_document_is_called_by_its_name(shared: Path, name: str, kind: str) -> None:
    with pytest.raises(PackError, match=f"this is {kind}, not a catalogue"):
        read_oscal(name, real(shared, name))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"catalog": {', "this is not JSON"),
        (b'{"a": 1}', "no OSCAL document"),
        (b'{"catalog": {"uuid": "x"}}', "metadata of the catalogue are missing"),
        (b'{"catalog": {"metadata": {"title": "T"}}}', "holds no control"),
        (b'{"catalog": {"metadata": {"title": "T"}, "groups": ["x"]}}', "not built as OSCAL asks"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (b"a: " + b"[" * 100_000, "nested too deeply"),
        (b"\x00\x01\x02", "not a text file"),
    ],
)
def test_a_broken_document_is_refused_with_its_cause(data: bytes, message: str) -> None:
    with pytest.raises(PackError, match=message):
        read_oscal("broken.json", data)


def test_a_control_that_stands_twice_is_reported_and_the_others_come_in() -> None:
    control = {"id": "c-1", "title": "One", "parts": [{"name": "statement", "prose": "Do it."}]}
    body = {"metadata": {"title": "T"}, "controls": [control, {**control, "title": "Two"}]}
    found = read_oscal("t.json", json.dumps({"catalog": body}).encode())
    assert [node.title for node in found.pack.controls] == ["One"]
    assert [str(problem) for problem in found.problems] == [
        "t.json: c-1: stands twice; ids must be unique"
    ]
