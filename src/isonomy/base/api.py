"""What every room's calls for programs share: who asks, pages of lists, and one shape of problem."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from isonomy.base.access import Actor

T = TypeVar("T")
MOST = 200


class ApiRequest(HttpRequest):
    """A request of a program: its token says who acts for which organisation."""

    actor: Actor
    request_id: str


class Page(Schema, Generic[T]):
    """A part of a list; `total` counts the whole list."""

    total: int
    limit: int
    offset: int
    items: list[T]


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=MOST, description="How many rows at most.")
    offset: int = Field(0, ge=0, description="How many rows to pass over.")


def page_of(rows: models.QuerySet[Any] | Sequence[Any], paging: Paging) -> dict[str, Any]:
    """The wanted part of a list with the length of the whole."""
    total = rows.count() if isinstance(rows, models.QuerySet) else len(rows)
    items = list(rows[paging.offset : paging.offset + paging.limit])
    return {"total": total, "limit": paging.limit, "offset": paging.offset, "items": items}


class FieldCause(Schema):
    """One field and what is wrong with it."""

    field: str
    cause: str
    clause: str = ""


class ProblemOut(Schema):
    """Every error has this shape (RFC 9457, application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldCause]
    request_id: str


TITLES = {
    400: "The request could not be read",
    401: "A valid token is needed",
    403: "This token may not do that",
    404: "There is nothing at this address",
    405: "This address does not take that method",
    409: "A rule stands in the way",
    413: "The request is too large",
    422: "Some fields need another look",
    429: "Too many requests",
    500: "Something went wrong here",
}


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    *,
    kind: str = "",
    errors: Iterable[tuple[str, str] | tuple[str, str, str]] = (),
) -> HttpResponse:
    """An answer in the one shape of problems; `kind` names it for programs and never changes."""
    told = [
        {"field": item[0], "cause": item[1], "clause": item[2] if len(item) > 2 else ""}
        for item in errors
    ]
    body = {
        "type": f"urn:isonomy:problem:{kind or status}",
        "title": TITLES.get(status, "The request failed"),
        "status": status,
        "detail": detail or TITLES.get(status, ""),
        "errors": told,
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
