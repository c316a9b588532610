"""Turns the groups and controls of an OSCAL catalogue into nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from isonomy.packs.node import Change, Node
from isonomy.packs.oscal import NODE_FACTS, NODE_LISTS
from isonomy.packs.source import Problem, fault, gettext_noop

OURS = "urn:isonomy:oscal:"
DEPTH = 25
_INSERT = re.compile(r"\{\{\s*(?:insert:\s*param,|param:)\s*([^\s}]+)\s*\}\}")
_LINK = re.compile(r"\[([^\]]*)\]\(#[^)]*\)")
_NODE = TypeAdapter(Node)
_TWICE = gettext_noop("stands twice; ids must be unique")

Json = Mapping[str, Any]


class NodeReader:
    """Walks a catalogue once, in its own order, and keeps what it could not take."""

    def __init__(
        self,
        name: str,
        pack_id: str,
        catalog: Json,
        chosen: set[str] | None,
        values: Mapping[str, Json],
    ) -> None:
        self.name = name
        self.pack_id = pack_id
        self.catalog = catalog
        self.chosen = chosen
        self.params: dict[str, dict[str, Any]] = {}
        self.problems: list[Problem] = []
        self._taken: set[str] = set()
        self._collect(catalog)
        for param_id, value in values.items():
            self.params.setdefault(param_id, {}).update(value)

    def _collect(self, holder: Json) -> None:
        for param in holder.get("params", ()):
            self.params[str(param.get("id"))] = dict(param)
            for other in _values(param, "alt-identifier"):
                self.params.setdefault(other, dict(param))
        for below in (*holder.get("groups", ()), *holder.get("controls", ())):
            self._collect(below)

    def nodes(self) -> tuple[Node, ...]:
        """All nodes in reading order, headings before what stands below them."""
        return tuple(self._below(self.catalog, None, 0))

    def _below(self, holder: Json, parent: str | None, depth: int) -> Iterator[Node]:
        if depth > DEPTH:
            raise RecursionError
        held = [(g, "heading") for g in holder.get("groups", ())]
        held += [(c, "control") for c in holder.get("controls", ())]
        if all(_values(one, "sort-id") and _ours(one, "id") for one, _ in held):
            held.sort(key=lambda pair: _values(pair[0], "sort-id")[0])
        for one, kind in held:
            yield from self._branch(one, kind, parent, depth)

    def _branch(self, one: Json, kind: str, parent: str | None, depth: int) -> Iterator[Node]:
        local = str(one.get("id") or one.get("title") or "")
        below: list[Node] = []
        if kind == "control" and self.chosen is not None and local not in self.chosen:
            # Enhancements may be chosen without the control they belong to.
            yield from self._below(one, parent, depth + 1)
            return
        node = self._node(one, kind, parent, local)
        if node is None:
            yield from self._below(one, parent, depth + 1)
            return
        below.extend(self._below(one, node.id, depth + 1))
        if kind == "heading" and self.chosen is not None and not below:
            return
        yield node
        yield from below

    def _node(self, one: Json, kind: str, parent: str | None, local: str) -> Node | None:
        title = self._prose(str(one.get("title", ""))) or local
        node_id = _ours(one, "id") or f"{self.pack_id}:{local}"
        if not local:
            self.problems.append(
                fault(self.name, 0, title or kind, gettext_noop("has no id and no title"))
            )
            return None
        if node_id in self._taken:
            self.problems.append(fault(self.name, 0, local, _TWICE))
            return None
        self._taken.add(node_id)
        withdrawn = "withdrawn" in (value.lower() for value in _values(one, "status"))
        if kind == "control" and one.get("class") in {"requirement", "control", "heading"}:
            kind = str(one["class"])
        facts: dict[str, Any] = {
            "id": node_id,
            "clause": _label(one, local),
            "title": f"{title} (withdrawn)" if withdrawn else title,
            "kind": "heading" if withdrawn else kind,
            "level": "clause" if kind == "heading" else "control",
            "parent": parent,
        }
        facts |= self._own_facts(one)
        if not withdrawn:
            facts |= self._words(one)
        try:
            return _NODE.validate_python(facts)
        except ValidationError as faults:
            for wrong in faults.errors():
                field = f"{local} {'.'.join(str(part) for part in wrong['loc'])}"
                self.problems.append(Problem(self.name, 0, field, wrong["msg"]))
            return None

    def _own_facts(self, one: Json) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name in NODE_FACTS:
            if value := _ours(one, name.replace("_", "-")):
                facts[name] = value
        for name in NODE_LISTS:
            if values := _all_ours(one, name):
                facts[name] = tuple(values)
        for flag in ("introduced", "evidence_inherited"):
            if _ours(one, flag.replace("_", "-")) == "true":
                facts[flag] = True
        attributes = _attributes(one)
        if attributes:
            facts["attributes"] = attributes
        if relation := _ours(one, "change-relation"):
            told = {part.get("name"): part.get("prose", "") for part in one.get("parts", ())}
            facts["change"] = Change(
                relation=relation,  # type: ignore[arg-type]
                previous=tuple(_all_ours(one, "change-previous")),
                confidence=_ours(one, "change-confidence") or "medium",  # type: ignore[arg-type]
                what=told.get("change", ""),
                question=told.get("change-question", ""),
            )
        return facts

    def _words(self, one: Json) -> dict[str, Any]:
        """The statement, guidance, questions and typical evidence of a control."""
        found: dict[str, Any] = {}
        lists: dict[str, list[Any]] = {}
        for part in one.get("parts", ()):
            name, prose = str(part.get("name")), self._prose(str(part.get("prose", "")))
            if str(part.get("ns", "")).startswith(OURS):
                _take_own(found, lists, name, prose, part)
            elif name in {"statement", "overview", "item"}:
                text = self._flat(part)
                found["paraphrase"] = "\n".join(filter(None, (found.get("paraphrase"), text)))
            elif name == "guidance":
                text = self._flat(part)
                found["auditor_note"] = "\n".join(filter(None, (found.get("auditor_note"), text)))
            elif name == "assessment-objective":
                lists.setdefault("questions", []).extend(self._leaves(part))
            elif name == "assessment-method":
                lists.setdefault("evidence", []).extend(self._objects(part))
        return found | {name: tuple(dict.fromkeys(values)) for name, values in lists.items()}

    def _flat(self, part: Json, depth: int = 0) -> str:
        """A part and what is below it as lines, each with its own letter."""
        if depth > DEPTH:
            raise RecursionError
        label = next(iter(_values(part, "label")), "")
        prose = self._prose(str(part.get("prose", "")))
        lines = [" ".join(filter(None, (label, prose)))] if prose else []
        lines += [self._flat(below, depth + 1) for below in part.get("parts", ())]
        return "\n".join(filter(None, lines))

    def _leaves(self, part: Json, depth: int = 0) -> Iterator[str]:
        if depth > DEPTH:
            raise RecursionError
        below = part.get("parts", ())
        prose = self._prose(str(part.get("prose", ""))).rstrip(";")
        if prose and not below:
            yield prose
        for one in below:
            yield from self._leaves(one, depth + 1)

    def _objects(self, part: Json) -> Iterator[str]:
        """What an examination looks at: the documents and records it names."""
        if "EXAMINE" not in _values(part, "method"):
            return
        for below in part.get("parts", ()):
            for line in str(below.get("prose", "")).splitlines():
                text = self._prose(line).rstrip(";").strip()
                if text and not text.startswith("[SELECT"):
                    yield text

    def _prose(self, text: str, depth: int = 0) -> str:
        """Prose with its parameters filled in; an open one shows its label in brackets."""
        if depth > 5:
            return text
        text = _INSERT.sub(lambda found: self._parameter(found.group(1), depth), text)
        text = _LINK.sub(r"\1", text)
        lines = (" ".join(line.split()) for line in text.splitlines())
        return "\n".join(line for line in lines if line)

    def _parameter(self, param_id: str, depth: int) -> str:
        param = self.params.get(param_id)
        if param is None:
            return f"[{param_id}]"
        if param.get("values"):
            return ", ".join(str(value) for value in param["values"])
        if choice := (param.get("select") or {}).get("choice"):
            many = (param["select"].get("how-many") or "") == "one-or-more"
            words = "; ".join(self._prose(str(one), depth + 1) for one in choice)
            return f"[{'one or more of' if many else 'one of'}: {words}]"
        return f"[{param.get('label') or param_id}]"


def _values(one: Json, name: str) -> list[str]:
    """The values of a property that OSCAL itself names, the plain one before its variants."""
    found = [
        prop
        for prop in one.get("props", ())
        if prop.get("name") == name and not str(prop.get("ns", "")).startswith(OURS)
    ]
    found.sort(key=lambda prop: bool(prop.get("class")))
    return [str(prop.get("value", "")) for prop in found]


def _all_ours(one: Json, name: str) -> list[str]:
    return [
        str(prop.get("value", ""))
        for prop in one.get("props", ())
        if prop.get("name") == name and str(prop.get("ns", "")).startswith(OURS)
    ]


def _ours(one: Json, name: str) -> str:
    return next(iter(_all_ours(one, name)), "")


def _label(one: Json, local: str) -> str:
    return next(iter(_values(one, "label")), "") or local.upper()


def _attributes(one: Json) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for prop in one.get("props", ()):
        name = str(prop.get("name", ""))
        if name.startswith("attribute.") and str(prop.get("ns", "")).startswith(OURS):
            found.setdefault(name.partition(".")[2], []).append(str(prop.get("value", "")))
    return {name: tuple(values) for name, values in found.items()}


def _take_own(
    found: dict[str, Any], lists: dict[str, list[Any]], name: str, prose: str, part: Json
) -> None:
    match name:
        case "adds" | "auditor-note":
            found[name.replace("-", "_")] = prose
        case "question":
            lists.setdefault("questions", []).append(prose)
        case "typical-evidence":
            lists.setdefault("evidence", []).append(prose)
        case "documented-information":
            found["documented_information"] = (
                *found.get("documented_information", ()),
                {
                    "mode": _ours(part, "mode"),
                    "name": prose,
                    "mandatory": _ours(part, "mandatory") != "false",
                },
            )
        case "not-applicable":
            found["not_applicable"] = {
                "allowed": _ours(part, "allowed") == "true",
                "practice": _ours(part, "practice"),
                "rule": prose,
                "condition": _ours(part, "condition"),
                "ui_default": _ours(part, "ui-default"),
            }
