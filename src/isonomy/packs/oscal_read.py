"""Reads an OSCAL catalogue, or a profile with its catalogue, as a pack."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from isonomy.packs.imported import LIMIT_NODES, Imported, decoded, refuse, short_number, slug
from isonomy.packs.oscal import PACK_FACTS
from isonomy.packs.oscal_node import NodeReader
from isonomy.packs.pack import Pack
from isonomy.packs.source import PackError, fault, gettext_noop, plain_yaml

KINDS = {
    "catalog": gettext_noop("a catalogue"),
    "profile": gettext_noop("a profile"),
    "component-definition": gettext_noop("a component definition"),
    "system-security-plan": gettext_noop("a system security plan"),
    "assessment-plan": gettext_noop("an assessment plan"),
    "assessment-results": gettext_noop("assessment results"),
    "plan-of-action-and-milestones": gettext_noop("a plan of action and milestones"),
    "mapping-collection": gettext_noop("a mapping collection"),
}

Json = Mapping[str, Any]


def read_oscal(name: str, data: bytes, catalogs: Iterable[tuple[str, bytes]] = ()) -> Imported:
    """The pack in an OSCAL document.

    A profile needs the catalogue it selects from (or its resolved catalogue) in `catalogs`, as
    (file name, content). PackError says what the file is when it is neither.
    """
    kind, body = _document(name, data)
    if kind == "catalog":
        return _pack(name, body, None)
    if kind == "profile":
        return _profile(name, body, catalogs)
    message = gettext_noop(
        "this is %(kind)s, not a catalogue; requirements can be taken from a catalogue, "
        "or from a profile together with its catalogue"
    )
    raise refuse(name, message, kind=KINDS[kind])


def is_oscal(text: str) -> bool:
    """Whether a text looks like one of the OSCAL documents."""
    head = text[:4000]
    return any(f'"{kind}"' in head or head.lstrip().startswith(f"{kind}:") for kind in KINDS)


def _document(name: str, data: bytes) -> tuple[str, Json]:
    text = decoded(name, data)
    try:
        found = json.loads(text) if text.lstrip()[:1] in {"{", "["} else plain_yaml(name, text)
    except json.JSONDecodeError as broken:
        told = gettext_noop("this is not JSON: %(cause)s")
        raise PackError([fault(name, broken.lineno, "", told, cause=broken.msg)]) from broken
    except RecursionError as broken:
        raise refuse(name, gettext_noop("the text is nested too deeply")) from broken
    keys = [key for key in KINDS if isinstance(found, dict) and isinstance(found.get(key), dict)]
    if not keys:
        raise refuse(
            name, gettext_noop("this is no OSCAL document: no catalog or profile is in it")
        )
    return keys[0], found[keys[0]]


def _profile(name: str, body: Json, catalogs: Iterable[tuple[str, bytes]]) -> Imported:
    sources = [(other, _document(other, data)) for other, data in catalogs]
    found = [document for _, (kind, document) in sources if kind == "catalog"]
    if not found:
        title = _text(body.get("metadata", {}), "title") or name
        message = gettext_noop(
            "“%(title)s” only selects; add the catalogue it selects from, or its resolved one"
        )
        raise refuse(name, message, title=title)
    chosen = _chosen(name, body, found)
    merged = {**found[0], "metadata": body.get("metadata", {}), "uuid": body.get("uuid")}
    if len(found) > 1:
        merged["groups"] = [group for one in found for group in one.get("groups", ())]
        merged["controls"] = [control for one in found for control in one.get("controls", ())]
    values = {
        str(item.get("param-id")): item for item in body.get("modify", {}).get("set-parameters", ())
    }
    if body.get("modify", {}).get("alters"):
        message = gettext_noop(
            "the profile alters the text of controls; import its resolved catalogue instead, "
            "where the alterations are already made"
        )
        raise refuse(name, message)
    return _pack(name, merged, chosen, values)


def _chosen(name: str, profile: Json, catalogs: list[Json]) -> set[str]:
    """The ids that a profile selects; those that no catalogue holds are an error."""
    there = [str(control.get("id")) for one in catalogs for control in _controls(one)]
    chosen: set[str] = set()
    for selection in profile.get("imports", ()):
        wanted = selection.get("include-controls")
        ids = set(there) if wanted is None else set(_named(wanted, catalogs, there))
        chosen |= ids - set(_named(selection.get("exclude-controls", ()), catalogs, there))
    missing = sorted(chosen - set(there))
    if missing:
        shown = ", ".join(missing[:5])
        told = gettext_noop("%(count)s selected controls are in no catalogue given: %(shown)s")
        raise refuse(name, told, count=len(missing), shown=shown)
    return chosen


def _named(wanted: Any, catalogs: list[Json], there: list[str]) -> Iterator[str]:
    for rule in wanted:
        named = [str(one) for one in rule.get("with-ids", ())]
        for pattern in rule.get("matching", ()):
            named += fnmatch.filter(there, str(pattern.get("pattern", "")))
        yield from named
        if rule.get("with-child-controls") == "yes":
            for control in (c for one in catalogs for c in _controls(one)):
                if control.get("id") in named:
                    yield from (str(below.get("id")) for below in _controls(control))


def _controls(holder: Json) -> Iterator[Json]:
    for group in holder.get("groups", ()):
        yield from _controls(group)
    for control in holder.get("controls", ()):
        yield control
        yield from _controls(control)


def _pack(
    name: str, catalog: Json, chosen: set[str] | None, values: Mapping[str, Json] | None = None
) -> Imported:
    metadata = catalog.get("metadata")
    if not isinstance(metadata, dict):
        raise refuse(name, gettext_noop("the metadata of the catalogue are missing"))
    title = _text(metadata, "title") or name
    facts = _facts(metadata)
    pack_id = facts.pop("pack_id", None) or slug(title)
    try:
        reader = NodeReader(name, pack_id, catalog, chosen, values or {})
        nodes = reader.nodes()
    except (RecursionError, AttributeError, TypeError) as broken:
        raise refuse(name, gettext_noop("the catalogue is not built as OSCAL asks")) from broken
    if not any(node.auditable for node in nodes):
        raise refuse(name, gettext_noop("the catalogue holds no control"))
    if len(nodes) > LIMIT_NODES:
        told = gettext_noop("the catalogue holds more than %(most)s controls")
        raise refuse(name, told, most=LIMIT_NODES)
    reference = facts.pop("reference", "") or title
    document: dict[str, Any] = {
        "number": short_number(title),
        "edition": str(metadata.get("version", "")),
        "provenance": _origin(metadata),
        **facts,
    }
    pack = Pack(
        id=pack_id,
        version=1,
        reference=reference,
        title=title.removeprefix(reference).strip() or title,
        nodes=nodes,
        **document,
    )
    return Imported(pack, tuple(reader.problems))


def _text(holder: Json, key: str) -> str:
    return " ".join(str(holder.get(key, "")).split())


def _facts(metadata: Json) -> dict[str, str]:
    """The facts about a pack that our own export wrote beside the OSCAL metadata."""
    ours = {
        str(prop.get("name")).replace("-", "_"): str(prop.get("value", ""))
        for prop in metadata.get("props", ())
        if str(prop.get("ns", "")).startswith("urn:isonomy:oscal:")
    }
    facts = {name: value for name, value in ours.items() if name in PACK_FACTS and value}
    if facts.get("kind") not in {"standard", "structure"}:
        facts["kind"] = "framework"
    if re.fullmatch(r"[a-z][a-z0-9_-]{0,59}", ours.get("pack_id", "")):
        facts["pack_id"] = ours["pack_id"]
    return facts


def _origin(metadata: Json) -> str:
    parties = [_text(party, "name") for party in metadata.get("parties", ())]
    words = ["Imported from an OSCAL document"]
    if parties and parties[0]:
        words.append(f"of {parties[0]}")
    if changed := _text(metadata, "last-modified"):
        words.append(f"dated {changed[:10]}")
    return " ".join(words) + "."
