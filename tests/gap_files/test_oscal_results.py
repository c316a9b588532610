"""The assessment results are OSCAL that the reference library takes, and say what was found."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from isonomy.gap.exchange.analysis import Analysis, Proof, Said
from isonomy.gap.exchange.oscal import oscal_plan, oscal_results
from isonomy.norms.gap.state import State
from isonomy.packs.load import builtin_packs
from isonomy.packs.oscal import to_oscal

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def analysis() -> Analysis:
    """9001 and 27001 with one answer of every state."""
    said = {
        ("hs:7.2", "", None): Said(State.CONFORMS, note="Records of training.\n\nAll roles."),
        ("hs:7.3", "", None): Said(State.PARTLY),
        ("iso9001:8.3.2", "", None): Said(State.DOES_NOT_CONFORM, note="No plan."),
        ("iso27001:A.7.4", "", None): Said(State.NOT_APPLICABLE, justification="No premises."),
    }
    packs = builtin_packs()
    proofs = (
        Proof("Training records", "file", "t.pdf", "a" * 64, ("hs:7.2",)),
        Proof("Wiki ", "link", "https://wiki.example/x", "", ("hs:7.2", "hs:7.3")),
        Proof("Folder 4", "record", " ", "", ("hs:7.3",)),
    )
    return Analysis(
        "Plant  analysis", "Meadow Foods", (packs["iso9001"], packs["iso27001"]), AT,
        said=said, proofs=proofs, uid="1-1",
    )  # fmt: skip


def loaded(document: dict[str, Any], module: str, name: str) -> Any:
    """The document as compliance-trestle reads it, which refuses what the schema does not know."""
    oscal = pytest.importorskip(f"trestle.oscal.{module}")
    inner = document[module.replace("_", "-")] if module != "ssp" else document
    return getattr(oscal, name).parse_obj(json.loads(json.dumps(inner)))


def test_results_and_plan_validate(analysis: Analysis) -> None:
    results = oscal_results(analysis)["assessment-results"]
    plan = oscal_plan(analysis)["assessment-plan"]
    ar = pytest.importorskip("trestle.oscal.assessment_results")
    ap = pytest.importorskip("trestle.oscal.assessment_plan")
    ar.AssessmentResults.parse_obj(json.loads(json.dumps(results)))
    ap.AssessmentPlan.parse_obj(json.loads(json.dumps(plan)))


def test_an_analysis_without_answers_validates_too(analysis: Analysis) -> None:
    empty = Analysis("Empty", "", analysis.packs, AT)
    ar = pytest.importorskip("trestle.oscal.assessment_results")
    results = json.loads(json.dumps(oscal_results(empty)["assessment-results"]))
    ar.AssessmentResults.parse_obj(results)
    assert "findings" not in results["results"][0]


def test_findings_say_satisfied_or_not(analysis: Analysis) -> None:
    [result] = oscal_results(analysis)["assessment-results"]["results"]
    status = {
        finding["target"]["target-id"]: finding["target"]["status"]["state"]
        for finding in result["findings"]
    }
    assert status["iso9001_8.3.2_p1"] == "not-satisfied"
    assert status["iso27001_7.2_p1"] == "satisfied"
    assert status["iso27001_7.3_p1"] == "not-satisfied"
    assert not any("A.7.4" in target for target in status)
    [selection] = result["reviewed-controls"]["control-selections"]
    assert {"control-id": "iso27001_A.7.4"} in selection["exclude-controls"]


def test_every_target_is_a_statement_of_the_exported_catalogues(analysis: Analysis) -> None:
    known: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            known.update([node["id"]] if "id" in node else [])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for pack in analysis.packs:
        walk(to_oscal(pack))
    [result] = oscal_results(analysis)["assessment-results"]["results"]
    assert {f["target"]["target-id"] for f in result["findings"]} <= known


def test_every_reference_inside_leads_somewhere(analysis: Analysis) -> None:
    body = oscal_results(analysis)["assessment-results"]
    [result] = body["results"]
    observations = {one["uuid"] for one in result["observations"]}
    for finding in result["findings"]:
        assert {r["observation-uuid"] for r in finding["related-observations"]} <= observations
    resources = {f"#{one['uuid']}" for one in body["back-matter"]["resources"]}
    hrefs = [e["href"] for o in result["observations"] for e in o.get("relevant-evidence", ())]
    assert hrefs
    assert set(hrefs) <= resources


def test_the_same_analysis_gives_the_same_document_and_another_one_another_id(
    analysis: Analysis,
) -> None:
    first, again = oscal_results(analysis), oscal_results(analysis)
    assert json.dumps(first) == json.dumps(again)
    other = Analysis("Plant  analysis", "Meadow Foods", analysis.packs, AT, uid="1-1")
    changed = oscal_results(other)["assessment-results"]["uuid"]
    assert changed != first["assessment-results"]["uuid"]
