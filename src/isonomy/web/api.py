"""The calls for programs, assembled: every room's router behind one door with one table."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as FactsError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.router import BoundRouter
from ninja.security import HttpBearer

from isonomy import __version__
from isonomy.base.access import OPERATIONS
from isonomy.base.api import problem
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.services.token import READ, WRITE
from isonomy.web.access import ROOMS
from isonomy.web.once import once
from isonomy.web.tokens import bearer

_READS = {"GET", "HEAD", "OPTIONS"}
Run = Callable[..., HttpResponseBase]


class TokenNeeded(HttpBearer):
    """Says in the description that a token is needed; the door has already looked at it."""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The actor whom the door let in."""
        return getattr(request, "actor", None)


class HouseApi(NinjaAPI):
    """An API in which an operation without a row in the table is open to nobody."""

    def _get_bound_routers(self) -> list[BoundRouter]:
        first = self._bound_routers_cache is None
        routers = super()._get_bound_routers()
        if first:
            for router in routers:
                for view in router.path_operations.values():
                    for operation in view.operations:
                        name = self.get_openapi_operation_id(operation)
                        operation.run = _behind_door(name, operation.run)  # type: ignore[method-assign]
        return routers

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The room and the name of the call, for example `parties.list_sites`."""
        room = operation.view_func.__module__.split(".")[1]
        return f"{room}.{operation.view_func.__name__}"

    def operation_ids(self) -> list[tuple[str, str, str]]:
        """Name, method and address of every call."""
        return [
            (self.get_openapi_operation_id(operation), method, f"{router.prefix}{path}")
            for router in self._get_bound_routers()
            for path, view in router.path_operations.items()
            for operation in view.operations
            for method in operation.methods
        ]


def _behind_door(name: str, run: Run) -> Run:
    """A call that runs only for a token of the right role and scope, and once per key."""

    def guarded(request: HttpRequest, **given: Any) -> HttpResponseBase:
        found = bearer(request)
        if found is None:
            refusal = problem(request, 401, "Send `Authorization: Bearer` with a valid token.")
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        roles = OPERATIONS.rule(name)
        if not isinstance(roles, frozenset):
            return problem(request, 404)
        if found.actor.role not in roles:
            return problem(
                request, 403, f"The role {found.actor.role} may not do this.", kind="role"
            )
        scope = READ if request.method in _READS else WRITE
        if scope not in found.token.scopes:
            return problem(request, 403, f"This token lacks the scope {scope}.", kind="scope")
        request.actor = found.actor  # type: ignore[attr-defined]
        return once(request, found.token.token_hash, lambda: run(request, **given))

    return guarded


api = HouseApi(
    title="Isonomy",
    version=__version__,
    description="Everything the pages do, for programs. Every call needs a token of an organisation.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=TokenNeeded(),
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    causes = [(no.code, no.reason, str(no.cite) if no.cite else "") for no in error.refusals]
    return problem(request, 409, str(error), kind=error.refusals[0].code, errors=causes)


@api.exception_handler(FactsError)
def _wrong_facts(request: HttpRequest, error: FactsError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        told = [(name, cause) for name, causes in error.message_dict.items() for cause in causes]
    else:
        told = [("", cause) for cause in error.messages]
    return problem(request, 422, errors=told)


@api.exception_handler(ValidationError)
def _wrong_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [(_place(item["loc"]), str(item["msg"])) for item in error.errors]
    return problem(request, 422, errors=told)


def _place(place: tuple[str | int, ...]) -> str:
    """The field's own name; the source and the argument's name say nothing to a program."""
    inner = place[2:] if place and place[0] == "body" and len(place) > 2 else place[1:]
    return ".".join(str(part) for part in inner)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404)


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 404)


@api.exception_handler(HttpError)
def _failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


_mounted: set[str] = set()


def assemble() -> HouseApi:
    """Mount the router of every room that has one, and its rows into the table."""
    for room in ROOMS:
        if room not in _mounted and find_spec(f"isonomy.{room}.api") is not None:
            api.add_router("", import_module(f"isonomy.{room}.api").router, tags=[room])
            _mounted.add(room)
            OPERATIONS.add(import_module(f"isonomy.{room}.access").OPERATIONS)
    return api
