"""Editions that an analysis can be made against, and what they ask for."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Query, Router, Schema

from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.gap.queries.setup import editions
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

router = Router()


class EditionOut(Schema):
    """An edition on the shelf. `id` is what an analysis is begun with."""

    id: int
    key: str
    number: str
    reference: str
    title: str
    kind: str
    edition: str
    amendment: str
    draft: bool
    requirements: int
    controls: int
    digest: str


class RequirementOut(Schema):
    """A requirement or control in our own words."""

    id: str
    clause: str
    title: str
    kind: str
    theme: str
    shared_with: str | None
    relation: str | None
    asked: str
    adds: str
    questions: list[str]
    typical_evidence: list[str]
    may_be_left_out: bool
    rule_on_leaving_out: str


class RequirementFilter(Paging):
    """Which requirements are wanted."""

    clause: str = ""
    kind: str = ""


@router.get("/editions", response=Page[EditionOut])
def list_editions(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every edition on the shelf: shipped ones and the organisation's own frameworks."""
    found = [_edition(e.row.pk, e.pack) for e in editions(request.actor)]
    return page_of(found, paging)


@router.get("/editions/{edition_id}/requirements", response=Page[RequirementOut])
def list_requirements(
    request: ApiRequest, edition_id: int, wanted: Query[RequirementFilter]
) -> dict[str, Any]:
    """What an edition asks for, by clause prefix and kind (requirement, control)."""
    pack = next((e.pack for e in editions(request.actor) if e.row.pk == edition_id), None)
    if pack is None:
        raise Http404
    nodes = [
        _requirement(node)
        for node in pack.nodes
        if node.auditable
        and (not wanted.kind or node.kind == wanted.kind)
        and (not wanted.clause or f"{node.clause}.".startswith(f"{wanted.clause}."))
    ]
    return page_of(nodes, wanted)


def _edition(pk: int, pack: Pack) -> dict[str, Any]:
    names = ("key", "number", "reference", "title", "kind", "edition", "amendment", "draft")
    return {
        "id": pk,
        **{name: getattr(pack, name) for name in names},
        "requirements": len(pack.requirements),
        "controls": len(pack.controls),
        "digest": pack.digest,
    }


def _requirement(node: Node) -> dict[str, Any]:
    rule = node.not_applicable
    return {
        "id": node.id,
        "clause": node.clause,
        "title": node.full_title,
        "kind": node.kind,
        "theme": node.theme,
        "shared_with": node.hs,
        "relation": node.hs_relation,
        "asked": node.paraphrase,
        "adds": node.adds,
        "questions": list(node.questions),
        "typical_evidence": list(node.evidence),
        "may_be_left_out": rule is not None and rule.allowed,
        "rule_on_leaving_out": rule.rule if rule else "",
    }
