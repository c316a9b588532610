"""The plan that closes the gaps: as a list, as a board, over the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from isonomy.base.acting import ActingRequest
from isonomy.gap.models import ACTION_LABELS
from isonomy.gap.naming import columns
from isonomy.gap.queries.gantt import gantt as picture_of_plan
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction, whole_plan
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.gap.views.wording import STEPS, refusal_words
from isonomy.norms.gap.action import ActionState

ROWS = 25
SHOWS = ("open", "mine", "late", "all")


@require_safe
def listing(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """The plan as a list, a page at a time."""
    found = picture_or_404(request, assessment)
    context = _context(request, org, found, "plan")
    context["page"] = Paginator(context["actions"], ROWS).get_page(request.GET.get("page"))
    return render(request, "gap/plan.html", context)


@require_safe
def board(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """The plan as columns by state; each card offers the steps that may be taken."""
    found = picture_or_404(request, assessment)
    context = _context(request, org, found, "board")
    numbers = {column.key: column.number for column in columns(found.packs)}
    cards = [_card(request, found, action, numbers) for action in context["actions"]]
    context["lanes"] = [
        {
            "label": ACTION_LABELS[state],
            "cards": [card for card in cards if card.action.state is state],
        }
        for state in ActionState
    ]
    return render(request, "gap/board.html", context)


@require_safe
def gantt(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """The plan over the months, with what waits for what."""
    found = picture_or_404(request, assessment)
    context = _context(request, org, found, "gantt")
    context["plan"] = picture_of_plan(context["actions"], timezone.localdate())
    return render(request, "gap/gantt.html", context)


@dataclass(frozen=True, slots=True)
class Move:
    """One button on a card: its words, whether it may be pressed, and why not."""

    name: str
    label: str
    why: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An action on the board."""

    action: PlannedAction
    late: bool
    standards: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def whys(self) -> list[str]:
        """What stands in the way of any step, each said once."""
        return list(dict.fromkeys(move.why for move in self.moves if move.why))


def _card(
    request: ActingRequest, found: Picture, action: PlannedAction, numbers: dict[str, str]
) -> Card:
    offers = action.offers(request.actor) if found.assessment.is_open else []
    moves = tuple(
        Move(
            offer.name,
            str(STEPS[offer.name]),
            " ".join(refusal_words(refusal) for refusal in offer.refusals),
            offer.reason_required,
        )
        for offer in offers
    )
    standards = dict.fromkeys(
        numbers[standard]
        for key, _part in action.closes
        if key in found.by_key
        for standard in found.by_key[key].standards
    )
    return Card(action, action.is_late(timezone.localdate()), tuple(standards), moves)


def _context(request: ActingRequest, org: str, found: Picture, here: str) -> dict[str, Any]:
    """What list, board and months share: the actions that fit the filter, their sums, the way over."""
    today = timezone.localdate()
    everything = whole_plan(request.actor, found.assessment)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ("open" if here == "plan" else "all")
    kept = [action for action in everything if _fits(request, action, show)]
    return {
        **frame(request, org, found, "plan"),
        "here": here,
        "views": _views(request, org, found.assessment.pk, here),
        "show": show,
        "shows": _shows(request, everything),
        "actions": kept,
        "sums": _sums(everything),
        "nothing_planned": not everything,
        "today": today,
        "labels": ACTION_LABELS,
    }


def _fits(request: ActingRequest, action: PlannedAction, show: str) -> bool:
    if show == "open":
        return action.is_open
    if show == "mine":
        return action.is_open and action.row.owner_id == request.actor.person_id
    if show == "late":
        return action.is_late(timezone.localdate())
    return True


def _shows(
    request: ActingRequest, everything: Sequence[PlannedAction]
) -> list[tuple[str, str, int]]:
    words = {"open": _("Open"), "mine": _("Mine"), "late": _("Late"), "all": _("All")}
    return [
        (show, words[show], sum(_fits(request, action, show) for action in everything))
        for show in SHOWS
    ]


def _views(request: ActingRequest, org: str, assessment: int, here: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    suffix = f"?{query.urlencode()}" if query else ""
    names = (
        ("plan", _("List"), "list"),
        ("board", _("Board"), "board"),
        ("gantt", _("Months"), "calendar"),
    )
    return [
        {
            "url": reverse(f"gap:{name}", args=[org, assessment]) + suffix,
            "label": label,
            "icon": icon,
            "current": name == here,
        }
        for name, label, icon in names
    ]


@dataclass(frozen=True, slots=True)
class Sums:
    """How much work the plan is, in days and actions."""

    open_days: Decimal
    done_days: Decimal
    open: int
    done: int
    late: int
    unestimated: int


def _sums(actions: Sequence[PlannedAction]) -> Sums:
    today = timezone.localdate()
    todo = [action for action in actions if action.is_open]
    done = [action for action in actions if action.state is ActionState.DONE]
    return Sums(
        sum((action.effort_days for action in todo), Decimal(0)),
        sum((action.effort_days for action in done), Decimal(0)),
        len(todo),
        len(done),
        sum(action.is_late(today) for action in todo),
        sum(action.row.effort_days is None for action in todo),
    )
