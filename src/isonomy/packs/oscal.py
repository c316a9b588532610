"""Writes any pack as an OSCAL catalogue, the exchange format of NIST for requirements.

Headings become groups, requirements and controls become controls; what OSCAL has no word for
stands in properties and parts under our own namespace. The same pack gives the same bytes.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

OSCAL_VERSION = "1.1.3"
NAMESPACE = "urn:isonomy:oscal:1"
_UUIDS = uuid5(NAMESPACE_URL, NAMESPACE)

PACK_FACTS = (
    "kind",
    "family",
    "number",
    "edition",
    "reference",
    "amendment",
    "discipline",
    "language",
    "licence",
    "provenance",
    "draft_note",
)
NODE_FACTS = (
    "level",
    "short_title",
    "display_title",
    "pdca",
    "pdca_inner",
    "hs",
    "hs_relation",
    "hs_parent",
    "source",
    "theme",
    "guidance_ref",
    "demanded_by",
)
NODE_LISTS = ("topics", "predecessors")

Json = dict[str, Any]


def to_oscal(pack: Pack) -> Json:
    """The pack as an OSCAL catalogue document, ready for JSON."""
    catalog: Json = {
        "uuid": str(uuid5(_UUIDS, pack.digest)),
        "metadata": _metadata(pack),
    }
    catalog.update(_below(pack, None))
    return {"catalog": catalog}


def token(node_id: str) -> str:
    """A node's id as an OSCAL token: letters, digits, dots, hyphens and underscores only."""
    plain = re.sub(r"[^\w.\-]", "_", node_id.replace(":", "_"))
    return plain if plain[0].isalpha() or plain[0] == "_" else f"_{plain}"


def _metadata(pack: Pack) -> Json:
    facts = [_prop(name, getattr(pack, name)) for name in PACK_FACTS if getattr(pack, name)]
    facts += [_prop("pack-id", pack.id), _prop("digest", pack.digest)]
    return {
        "title": f"{pack.reference} {pack.title}",
        "last-modified": _moment(pack),
        "version": str(pack.version),
        "oscal-version": OSCAL_VERSION,
        "props": facts,
        "remarks": "Own words throughout; no sentence of the standard is contained."
        if pack.kind != "framework"
        else "Imported from a framework of another publisher.",
    }


def _moment(pack: Pack) -> str:
    """The day the pack's facts were looked up, so that an export does not change by itself."""
    day = pack.dates.as_of
    return f"{day}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "1970-01-01T00:00:00Z"


def _below(pack: Pack, parent: str | None) -> Json:
    """Groups or controls: OSCAL allows no mix, so a heading among controls becomes one of them."""
    nodes = pack.children(parent)
    if not nodes:
        return {}
    if all(node.kind == "heading" for node in nodes):
        return {"groups": [_group(pack, node) for node in nodes]}
    return {"controls": [_control(pack, node) for node in nodes]}


def _group(pack: Pack, node: Node) -> Json:
    held: Json = {"id": token(node.id), "title": node.title, "props": _props(pack, node)}
    held.update(_below(pack, node.id))
    return held


def _control(pack: Pack, node: Node) -> Json:
    held: Json = {
        "id": token(node.id),
        "class": node.kind,
        "title": node.title,
        "props": _props(pack, node),
    }
    if parts := _parts(node):
        held["parts"] = parts
    if below := pack.children(node.id):
        held["controls"] = [_control(pack, one) for one in below]
    return held


def _prop(name: str, value: object) -> Json:
    text = " ".join(str(value).split())
    return {"name": name.replace("_", "-"), "ns": NAMESPACE, "value": text}


def _props(pack: Pack, node: Node) -> list[Json]:
    props: list[Json] = [
        {"name": "label", "value": node.clause},
        {"name": "sort-id", "value": f"{pack.position[node.id]:05d}"},
        _prop("id", node.id),
    ]
    props += [_prop(name, getattr(node, name)) for name in NODE_FACTS if getattr(node, name)]
    props += [_prop(name, value) for name in NODE_LISTS for value in getattr(node, name)]
    props += [
        _prop(f"attribute.{name}", value)
        for name, values in node.attributes.items()
        for value in values
    ]
    if node.introduced:
        props.append(_prop("introduced", "true"))
    if node.evidence_inherited:
        props.append(_prop("evidence-inherited", "true"))
    if node.change is not None:
        props.append(_prop("change-relation", node.change.relation))
        props.append(_prop("change-confidence", node.change.confidence))
        props += [_prop("change-previous", previous) for previous in node.change.previous]
    return props


def _parts(node: Node) -> list[Json]:
    stem = token(node.id)
    parts: list[Json] = []

    def add(name: str, prose: str, *props: Json, ours: bool = True) -> None:
        part: Json = {"id": f"{stem}_p{len(parts) + 1}", "name": name}
        if ours:
            part["ns"] = NAMESPACE
        if props:
            part["props"] = list(props)
        part["prose"] = prose
        parts.append(part)

    if node.paraphrase:
        add("statement", node.paraphrase, ours=False)
    if node.adds:
        add("adds", node.adds)
    for question in node.questions:
        add("question", question)
    for evidence in node.evidence:
        add("typical-evidence", evidence)
    for document in node.documented_information:
        facts = _prop("mode", document.mode), _prop("mandatory", str(document.mandatory).lower())
        add("documented-information", document.name, *facts)
    if node.not_applicable is not None:
        rule = node.not_applicable
        stated = [("allowed", str(rule.allowed).lower()), ("practice", rule.practice)]
        stated += [("condition", rule.condition), ("ui-default", rule.ui_default)]
        add("not-applicable", rule.rule, *(_prop(name, value) for name, value in stated if value))
    if node.auditor_note:
        add("auditor-note", node.auditor_note)
    if node.change is not None and node.change.what:
        add("change", node.change.what)
    if node.change is not None and node.change.question:
        add("change-question", node.change.question)
    return parts
