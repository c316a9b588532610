"""Examples of files taken away and of calls for programs, at Aldermoor."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from isonomy.exchange.models import Import
from isonomy.exchange.services import bring_file
from isonomy.exchange.taking import taker_of
from isonomy.gap.models import AssessmentStandard, EvidenceUse
from tests.world import World
from tests.world.gap import ORG, action, analysis, baseline, evidence, statement


def _analysis(world: World) -> dict[str, Any]:
    return {"assessment_id": analysis(world).pk}


def _question(world: World) -> dict[str, Any]:
    return {**_analysis(world), "key": "hs:10.2"}


def _requirement(world: World) -> dict[str, Any]:
    return {**_analysis(world), "requirement": "iso9001:7.2"}


def _evidence(world: World) -> dict[str, Any]:
    analysis(world)
    return {"evidence_id": evidence(world).pk}


def _use(world: World) -> dict[str, Any]:
    return {**_analysis(world), **_evidence(world)}


def _stop(world: World) -> dict[str, Any]:
    evidence(world)
    row = EvidenceUse.objects.for_(world.actor("priya")).latest("pk")
    return {**_analysis(world), "use_id": row.pk}


def _action(world: World) -> dict[str, Any]:
    return {**_analysis(world), "action_id": action(world).pk}


def _baseline(world: World) -> dict[str, Any]:
    return {**_analysis(world), "baseline_id": baseline(world).pk}


def _statement(world: World) -> dict[str, Any]:
    return {**_analysis(world), "number": statement(world).number}


def _edition(world: World) -> dict[str, Any]:
    standards = AssessmentStandard.objects.for_(world.actor("ines"))
    row = standards.filter(assessment=analysis(world)).first()
    assert row is not None
    return {"edition_id": row.pack_id}


def imported(world: World) -> Import:
    """A table on its way into the analysis."""
    actor, taker = world.actor("priya"), taker_of("gap.answers")
    place = next(p for p in taker.places(actor) if p.key == str(analysis(world).pk))
    upload = ContentFile(b"Control,Status\nA.5.1,Implemented\n")
    return bring_file(actor=actor, target="gap.answers", place=place, upload=upload, name="soa.csv")


def _import(world: World) -> dict[str, Any]:
    analysis(world)
    return {**_analysis(world), "import_id": imported(world).pk}


ROUTE_ARGS = {
    "gap:file": lambda world: {
        "org": ORG, "assessment": analysis(world).pk, "what": "workbook.xlsx",
    },
    "gap:oscal_catalogue": lambda world: {
        "org": ORG, "assessment": analysis(world).pk, "key": "iso9001",
    },
}  # fmt: skip

CALL_ARGS = {
    **{
        f"gap.{name}": _analysis
        for name in (
            "read_assessment", "patch_assessment", "close_analysis", "reopen_analysis",
            "read_results", "list_gaps", "list_questions", "list_uses", "list_actions",
            "create_action", "list_baselines", "freeze", "plan_carry_over", "list_statements",
            "draw_up", "list_imports", "bring",
        )
    },
    **{f"gap.{name}": _question for name in ("read_question", "read_answer", "put_answer")},
    "gap.drop_site_answer": _question,
    "gap.split": _requirement,
    "gap.join": _requirement,
    **{
        f"gap.{name}": _evidence
        for name in (
            "read_evidence", "put_evidence", "renew", "renew_by_file", "withdraw",
            "download_evidence",
        )
    },
    "gap.use": _use,
    "gap.stop": _stop,
    **{f"gap.{name}": _action for name in ("read_action", "put_action", "list_action_steps")},
    "gap.take_action_step": lambda world: {**_action(world), "name": "start"},
    "gap.read_baseline": _baseline,
    "gap.compare": _baseline,
    "gap.apply_carry_over": lambda world: {**_analysis(world), **_edition(world)},
    "gap.list_requirements": _edition,
    "gap.read_statement": _statement,
    "gap.list_statement_steps": _statement,
    "gap.take_statement_step": lambda world: {**_statement(world), "name": "approve"},
    "gap.download_statement": lambda world: {**_statement(world), "ending": "xlsx"},
    **{f"gap.{name}": _import for name in ("read_import", "choose", "list_rows", "apply", "undo")},
    "gap.download": lambda world: {**_analysis(world), "what": "result.json"},
    "gap.download_catalogue": lambda world: {**_analysis(world), "key": "iso9001"},
}  # fmt: skip
