"""Examples of the gap room at Aldermoor: an analysis with answers, evidence, a plan, a baseline, a statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.gap.models import Action, Assessment, Baseline, Evidence, EvidenceUse, SoaVersion
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.assessment import begin_assessment
from isonomy.gap.services.baseline import freeze_baseline
from isonomy.gap.services.evidence import Proven, add_evidence, use_evidence
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.gap.services.statement import draw_up_statement
from isonomy.norms.gap.state import State
from tests.world import World

SIX = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")
ORG = "aldermoor-foods"


def analysis(world: World, *keys: str, who: str = "tomasz") -> Assessment:
    """The gap analysis of Tomasz at Aldermoor, begun the first time it is asked for."""
    actor = world.actor(who)
    there = Assessment.objects.for_(actor).first()
    if there is not None:
        return there
    install_shipped_packs()
    packs = {row.key: row for row in InstalledPack.objects.for_(actor).defer("content")}
    sites = [world.sites["aldermoor"], world.sites["selwyn"]]
    own = [site for site in sites if site.organisation_id == actor.organisation_id]
    return begin_assessment(
        actor=actor,
        name="Six standards",
        packs=[packs[key] for key in keys or SIX],
        sites=own or [world.sites["kestrel"]],
        scope="Chilled meals at two sites.",
    )


def seen(world: World, who: str = "tomasz") -> Picture:
    """The analysis as it stands now."""
    return picture(world.actor(who), analysis(world, who=who))


def answered(  # noqa: PLR0917
    world: World, key: str, state: State, note: str = "", part: str = "", who: str = "tomasz"
) -> None:
    """Somebody's first answer to a question."""
    give_answer(
        actor=world.actor(who),
        picture=seen(world),
        place=Place(key, part),
        given=Given(0, {"state": state, "note": note}),
    )


def evidence(world: World) -> Evidence:
    """A record that proves 10.2, kept in a folder."""
    actor = world.actor("priya")
    row = add_evidence(
        actor=actor,
        proven=Proven(
            title="Near-miss log",
            place="Gatehouse, shelf 2",
            proves_from=date(2026, 1, 1),
            proves_until=date(2026, 3, 31),
            review_months=6,
        ),
    )
    use_evidence(
        actor=actor, assessment=analysis(world), evidence=row, key="hs:10.2", clause="10.2"
    )
    return row


def action(world: World) -> Action:
    """An action that closes 9.2.2."""
    return plan_action(
        actor=world.actor("tomasz"),
        assessment=analysis(world),
        planned=Planned(
            title="Plan the audits",
            owner=world.people["priya"],
            due_on=date(2027, 1, 31),
            closes=(("hs:9.2.2", ""),),
        ),
    )


def baseline(world: World) -> Baseline:
    """The analysis as it stood when it began."""
    actor = world.actor("tomasz")
    there = Baseline.objects.for_(actor).filter(name="Start").first()
    return there or freeze_baseline(actor=actor, picture=seen(world), name="Start")


def statement(world: World) -> SoaVersion:
    """A Statement of Applicability, drawn up and not approved."""
    return draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))


def _one(world: World) -> dict[str, Any]:
    return {"org": ORG, "assessment": analysis(world).pk}


def _question(world: World) -> dict[str, Any]:
    return {**_one(world), "key": "hs:10.2"}


def _use(world: World) -> dict[str, Any]:
    evidence(world)
    row = EvidenceUse.objects.for_(world.actor("priya")).first()
    assert row is not None
    return {**_question(world), "use": row.pk}


def _evidence(world: World) -> dict[str, Any]:
    analysis(world)
    return {"org": ORG, "pk": evidence(world).pk}


def _action(world: World) -> dict[str, Any]:
    return {**_one(world), "pk": action(world).pk}


def _baseline(world: World) -> dict[str, Any]:
    return {**_one(world), "pk": baseline(world).pk}


def _version(world: World) -> dict[str, Any]:
    return {**_one(world), "number": statement(world).number}


def _step(world: World) -> dict[str, Any]:
    return {**_action(world), "step": "start"}


def _begin(world: World) -> dict[str, Any]:
    return {"org": ORG, "step": "standards"}


def _control(world: World) -> dict[str, Any]:
    return {**_one(world), "key": "iso27001:A.5.1"}


def _pack(world: World) -> dict[str, Any]:
    one = _one(world)
    actor = world.actor("tomasz")
    return {**one, "pack": InstalledPack.objects.for_(actor).get(key="iso9001_2026").pk}


ROUTE_ARGS = {
    **dict.fromkeys(
        (
            "gap:work",
            "gap:edit",
            "gap:close",
            "gap:reopen",
            "gap:results",
            "gap:gaps",
            "gap:gaps_plan",
            "gap:plan",
            "gap:board",
            "gap:gantt",
            "gap:action_new",
            "gap:baselines",
            "gap:freeze",
            "gap:compare",
            "gap:statement",
            "gap:statement_draw_up",
            "gap:carry",
        ),
        _one,
    ),
    **dict.fromkeys(
        (
            "gap:question",
            "gap:answer",
            "gap:split",
            "gap:join",
            "gap:same_at_site",
            "gap:question_history",
            "gap:evidence_add",
            "gap:evidence_use",
        ),
        _question,
    ),
    "gap:evidence_stop": _use,
    **dict.fromkeys(
        (
            "gap:evidence_page",
            "gap:evidence_change",
            "gap:evidence_renew",
            "gap:evidence_withdraw",
            "gap:evidence_file",
        ),
        _evidence,
    ),
    "gap:action": _action,
    "gap:action_edit": _action,
    "gap:action_step": _step,
    "gap:baseline": _baseline,
    "gap:begin_step": _begin,
    "gap:control": _control,
    "gap:carry_over": _pack,
    **dict.fromkeys(
        (
            "gap:statement_version",
            "gap:statement_approve",
            "gap:statement_pdf",
            "gap:statement_xlsx",
        ),
        _version,
    ),
}
