"""What programs can do, as a page and as OpenAPI; drawn here, with nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isonomy.base.access import OPERATIONS, Role
from isonomy.parties.models import ROLE_LABELS
from isonomy.web.api import api


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of what is sent, answered or asked in the address."""

    name: str
    kind: str
    needed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Call:
    """One operation as the page shows it."""

    name: str
    method: str
    address: str
    title: str
    note: str
    roles: tuple[str, ...]
    asked: tuple[FieldLine, ...]
    sent: tuple[FieldLine, ...]
    answered: tuple[FieldLine, ...]
    status: str


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description of every call."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return told


def schema_json(request: HttpRequest) -> HttpResponse:
    """The description itself, for tools."""
    return HttpResponse(json.dumps(schema(), indent=1), content_type="application/json")


def reference(request: HttpRequest) -> HttpResponse:
    """The page for people who write programs."""
    rooms: dict[str, list[Call]] = {}
    for call in calls():
        rooms.setdefault(call.name.split(".")[0], []).append(call)
    context = {"rooms": rooms.items(), "roles": [str(ROLE_LABELS[role]) for role in Role]}
    return render(request, "web/reference.html", context)


def calls() -> list[Call]:
    """Every operation of the description, in its order."""
    return [
        _call(address, method, item)
        for address, methods in schema()["paths"].items()
        for method, item in methods.items()
    ]


def _call(address: str, method: str, item: dict[str, Any]) -> Call:
    status, answer = next(iter(item["responses"].items()))
    rule = OPERATIONS.rule(item["operationId"])
    return Call(
        name=item["operationId"],
        method=method.upper(),
        address=address,
        title=(item.get("description") or item["summary"]).strip().split("\n")[0],
        note="\n".join((item.get("description") or "").strip().split("\n")[1:]).strip(),
        roles=tuple(str(ROLE_LABELS[role]) for role in Role if role in (rule or ())),
        asked=tuple(_parameter(one) for one in item.get("parameters", [])),
        sent=_fields(item.get("requestBody", {}).get("content", {})),
        answered=_fields(answer.get("content", {})),
        status=str(status),
    )


def _parameter(one: dict[str, Any]) -> FieldLine:
    told = one.get("schema", {})
    note = one.get("description") or told.get("description", "")
    return FieldLine(one["name"], _kind(told), bool(one.get("required")), note)


def _fields(content: dict[str, Any]) -> tuple[FieldLine, ...]:
    for told in content.values():
        found = _resolved(told.get("schema", {}))
        if found.get("type") == "array":
            found = _resolved(found.get("items", {}))
        needed = found.get("required", [])
        return tuple(
            FieldLine(name, _kind(one), name in needed, one.get("description", ""))
            for name, one in found.get("properties", {}).items()
        )
    return ()


def _resolved(told: dict[str, Any]) -> dict[str, Any]:
    place = told.get("$ref", "")
    if not place:
        return told
    found: dict[str, Any] = schema()["components"]["schemas"][place.rsplit("/", 1)[-1]]
    return found


def _kind(told: dict[str, Any]) -> str:
    if "$ref" in told:
        found = _resolved(told)
        return " | ".join(map(str, found["enum"])) if "enum" in found else "object"
    if "anyOf" in told:
        return " or ".join(dict.fromkeys(_kind(one) for one in told["anyOf"]))
    if "enum" in told:
        return " | ".join(map(str, told["enum"]))
    if told.get("type") == "array":
        return f"list of {_kind(told.get('items', {}))}"
    kind = str(told.get("format") or told.get("type") or "any")
    return "nothing" if kind == "null" else kind
