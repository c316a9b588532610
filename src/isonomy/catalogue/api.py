"""The catalogue for programs. Licensed texts can be laid down, but are never handed out."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.base.files.notice import FileRefused
from isonomy.catalogue.documents import written_information
from isonomy.catalogue.editions_between import passages
from isonomy.catalogue.matrix import relatives
from isonomy.catalogue.queries import attributes_of, current, on_shelf, shelf, standards
from isonomy.catalogue.search import search
from isonomy.catalogue.services import (
    install_framework,
    lay_down_text,
    preview_framework,
    set_attributes,
    take_text_away,
)
from isonomy.catalogue.told import oscal_text, worded
from isonomy.packs.imported import LIMIT_BYTES
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

router = Router()


class StandardOut(Schema):
    """An edition of a standard, or a framework of the organisation's own, on the shelf."""

    key: str
    version: int
    kind: str
    number: str
    reference: str
    title: str
    edition: str
    draft: bool
    own: bool
    requirements: int
    controls: int
    digest: str
    dates: dict[str, Any]


class LineOut(Schema):
    """One line of a clause tree."""

    id: str
    standard: str
    clause: str
    title: str
    kind: str
    level: str
    parent: str | None
    hs: str | None
    hs_relation: str | None


class RelativeOut(Schema):
    """The same requirement in another standard."""

    standard: str
    id: str
    clause: str
    relation: str | None


class RequirementOut(LineOut):
    """A requirement or control in our own words."""

    asked: str
    adds: str
    questions: list[str]
    evidence: list[str]
    documented_information: list[dict[str, Any]]
    not_applicable: dict[str, Any] | None
    attributes: dict[str, list[str]]
    elsewhere: list[RelativeOut]


def _standard(pack: Pack, own: bool) -> dict[str, Any]:
    return {
        **{name: getattr(pack, name) for name in StandardOut.model_fields if hasattr(pack, name)},
        "own": own,
        "requirements": len(pack.requirements),
        "controls": len(pack.controls),
        "dates": pack.to_json().get("dates", {}),
    }


def _line(pack: Pack, node: Node) -> dict[str, Any]:
    facts = {name: getattr(node, name) for name in LineOut.model_fields if hasattr(node, name)}
    return {**facts, "standard": pack.id, "title": node.full_title}


def _pack(request: ApiRequest, key: str) -> Pack:
    found = on_shelf(request.actor, key)
    if found is None:
        raise Http404
    return found.pack


def _node(pack: Pack, place: str) -> Node:
    node = pack.by_id.get(f"{pack.id}:{place}")
    if node is None:
        raise Http404
    return node


@router.get("/standards", response=Page[StandardOut])
def list_standards(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The shelf: shipped editions first, then the organisation's own frameworks."""
    return page_of([_standard(one.pack, one.own) for one in shelf(request.actor)], paging)


@router.get("/standards/{key}", response=StandardOut)
def read_standard(request: ApiRequest, key: str) -> dict[str, Any]:
    """One edition with its dates and how sure we are of them."""
    found = on_shelf(request.actor, key)
    if found is None:
        raise Http404
    return _standard(found.pack, found.own)


@router.get("/standards/{key}/lines", response=Page[LineOut])
def list_lines(request: ApiRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """The clause tree in reading order."""
    pack = _pack(request, key)
    return page_of([_line(pack, node) for node in pack.nodes], paging)


@router.get("/standards/{key}/lines/{path:place}", response=RequirementOut)
def read_line(request: ApiRequest, key: str, place: str) -> dict[str, Any]:
    """What is asked, questions, typical evidence, documents, and the same elsewhere."""
    pack = _pack(request, key)
    node = _node(pack, place)
    told = worded(pack, node)
    others = current(standards(shelf(request.actor)))
    return {
        **_line(pack, node),
        "asked": told["paraphrase"],
        "adds": node.adds,
        "questions": told["questions"],
        "evidence": list(node.evidence),
        "documented_information": [
            {"mode": document.mode, "name": name, "mandatory": document.mandatory}
            for document, name in told["documents"]
        ],
        "not_applicable": node.not_applicable
        and {
            "allowed": node.not_applicable.allowed,
            "practice": node.not_applicable.practice,
            "rule": node.not_applicable.rule,
        },
        "attributes": attributes_of(request.actor, [node.id]).get(node.id, {}),
        "elsewhere": [
            {"standard": other.id, "id": one.id, "clause": one.clause, "relation": one.hs_relation}
            for other, found in relatives(node, others, pack)
            for one in found
        ],
    }


@router.get("/standards/{key}/oscal", response={200: None})
def read_oscal(request: ApiRequest, key: str) -> HttpResponse:
    """The edition as an OSCAL catalogue."""
    return HttpResponse(oscal_text(_pack(request, key)), content_type="application/json")


class ChangeOut(Schema):
    """What became of one requirement between two editions."""

    kind: str
    old: list[str]
    new: str | None
    reason: str
    question: str
    confidence: str
    keeps_answer: bool


@router.get("/standards/{key}/changes/{other}", response=Page[ChangeOut])
def list_changes(
    request: ApiRequest, key: str, other: str, paging: Query[Paging]
) -> dict[str, Any]:
    """The way from the edition `key` to the edition `other`, requirement by requirement."""
    steps = [one.step for one in passages(_pack(request, key), _pack(request, other))]
    names = ("kind", "new", "reason", "question", "confidence", "keeps_answer")
    rows = [{n: getattr(s, n) for n in names} | {"old": list(s.old)} for s in steps]
    return page_of(rows, paging)


@router.get("/requirements", response=Page[LineOut])
def find_requirements(request: ApiRequest, q: str, paging: Query[Paging]) -> dict[str, Any]:
    """Requirements that hold every word of `q`: numbers, control ids, words in any order."""
    packs = [one.pack for one in shelf(request.actor) if one.pack.kind != "structure"]
    return page_of([_line(hit.pack, hit.node) for hit in search(packs, q[:200])], paging)


class WrittenOut(Schema):
    """A document or record and the requirements that ask for it."""

    name: str
    mode: str
    clause: str
    mandatory: bool
    standards: list[str]
    asked_by: list[str] = Field(description="Ids of the requirements.")


class Wanted(Schema):
    """Which standards (the current editions where none is named) and which kind."""

    standard: list[str] = []
    mode: str = ""
    also: bool = Field(False, description="Also what is not mandatory.")


@router.get("/documented-information", response=Page[WrittenOut])
def list_documented_information(
    request: ApiRequest,
    paging: Query[Paging],
    wanted: Query[Wanted],
) -> dict[str, Any]:
    """What must be written down for a set of standards."""
    shelved = shelf(request.actor)
    offered = standards(shelved)
    picked = [pack for pack in offered if pack.id in wanted.standard] or current(offered)
    structure = next(one.pack for one in shelved if one.pack.kind == "structure")
    rows = [
        {
            "name": row.name,
            "mode": row.mode,
            "clause": row.place.clause,
            "mandatory": row.mandatory,
            "standards": row.standards,
            "asked_by": [node.id for _, node in row.asked_by],
        }
        for row in written_information(
            structure, picked, mode=wanted.mode, mandatory_only=not wanted.also
        )
    ]
    return page_of(rows, paging)


class RowOut(Schema):
    """A row of a file that does not fit."""

    line: int
    field: str
    message: str


class FrameworkOut(Schema):
    """A framework in a file: what would stand on the shelf, or now stands there."""

    key: str
    reference: str
    title: str
    requirements: int
    controls: int
    kept: bool
    problems: list[RowOut]


@router.post("/frameworks", response={200: FrameworkOut, 201: FrameworkOut})
def bring_framework(
    request: ApiRequest,
    file: File[UploadedFile],
    catalogue: File[UploadedFile | None] = None,
    keep: bool = False,
) -> Status[dict[str, Any]]:
    """Read a framework from a file; with `keep` it is put on the organisation's own shelf."""
    others = [] if catalogue is None else [(catalogue.name or "", _held(catalogue))]
    try:
        found = preview_framework(file.name or "framework", _held(file), others)
    except FileRefused as refusal:
        raise ValidationError({"file": [str(refusal)]}) from refusal
    if found.pack is None:
        raise ValidationError({"file": [str(problem) for problem in found.problems[:20]]})
    key = install_framework(actor=request.actor, pack=found.pack).key if keep else found.pack.id
    told = {
        "key": key,
        "reference": found.pack.reference,
        "title": found.pack.title,
        "requirements": len(found.pack.requirements),
        "controls": len(found.pack.controls),
        "kept": keep,
        "problems": found.problems,
    }
    return Status(201 if keep else 200, told)


def _held(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > LIMIT_BYTES:
        raise ValidationError({"file": [f"larger than {LIMIT_BYTES // 1_000_000} MB"]})
    data: bytes = upload.read()
    return data


class TextIn(Schema):
    """The text of a clause from the organisation's own copy."""

    text: str = Field(min_length=1, max_length=20_000)
    source: str = Field("", max_length=200)


@router.put("/standards/{key}/texts/{path:place}", response={204: None})
def put_text(request: ApiRequest, key: str, place: str, body: TextIn) -> Status[None]:
    """Lay down the licensed text of a clause; it is shown on the page alone, never handed out."""
    pack = _pack(request, key)
    node = _node(pack, place)
    lay_down_text(
        actor=request.actor, pack=pack, node=node, text=body.text.strip(), source=body.source
    )
    return Status(204, None)


@router.delete("/standards/{key}/texts/{path:place}", response={204: None})
def delete_text(request: ApiRequest, key: str, place: str) -> Status[None]:
    """Take the licensed text of a clause away."""
    pack = _pack(request, key)
    if not take_text_away(actor=request.actor, pack=pack, node=_node(pack, place)):
        raise Http404
    return Status(204, None)


class AttributesIn(Schema):
    """The five attributes of a control, each with its values."""

    control_type: list[str] = []
    property: list[str] = []
    concept: list[str] = []
    capability: list[str] = []
    domain: list[str] = []


@router.put("/standards/{key}/attributes/{path:place}", response=AttributesIn)
def put_attributes(
    request: ApiRequest, key: str, place: str, body: AttributesIn
) -> dict[str, list[str]]:
    """Fill in the attributes of one control for this organisation."""
    pack = _pack(request, key)
    node = _node(pack, place)
    if node.kind != "control":
        raise Http404
    values = {name: "\n".join(held) for name, held in body.dict().items()}
    set_attributes(actor=request.actor, node=node, values=values)
    return attributes_of(request.actor, [node.id]).get(node.id, {})
