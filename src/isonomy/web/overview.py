"""What the home page tells: where you stand, what is next, what is due, what happened, what is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isonomy.base.access import Actor
from isonomy.base.models import Event
from isonomy.gap.models import Action, Baseline, Evidence
from isonomy.gap.queries.evidence import stale_since
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction, open_actions_by_gap
from isonomy.gap.queries.question import asked
from isonomy.gap.queries.results import percent_of, working
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.ranking import Gap, ranked
from isonomy.norms.gap.state import State

DISCIPLINES: dict[str, str | Promise] = {
    "quality": gettext_lazy("Quality"),
    "environment": gettext_lazy("Environment"),
    "occupational health and safety": gettext_lazy("Occupational health and safety"),
    "information security": gettext_lazy("Information security"),
    "food safety": gettext_lazy("Food safety"),
    "energy": gettext_lazy("Energy"),
}

LISTED = 6
"""How many things the lists of the home page show."""

NEWS = ("gap.", "evidence.", "action.", "baseline.", "soa.", "exchange.", "parties.")


@dataclass(frozen=True, slots=True)
class Lane:
    """One standard on the common scale."""

    reference: str
    discipline: str
    parts: tuple[tuple[str, int], ...]
    total: int
    percent: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day: an action, or evidence that must be renewed."""

    on: date
    title: str
    url: str
    who: str
    late_days: int


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now, with its reason."""

    gap: Gap | None
    title: str
    url: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the home page shows of one gap analysis."""

    picture: Picture
    percent: int | None
    tally: tuple[tuple[str, int], ...]
    steps: list[tuple[Any, ...]]
    lanes: list[Lane]
    aim: int
    since: Baseline | None
    next: Next | None
    due: list[Due]
    due_more: int
    news: Sequence[Event]
    journey: list[dict[str, str]]
    ahead: list[dict[str, Any]]
    months: list[str]
    today_at: float


def overview(actor: Actor, found: Picture, today: date, *, links: Links, skip: int = 0) -> Overview:
    """The home page of an organisation on a day; `skip` passes over so many things to do next."""
    actions = open_actions_by_gap(actor, found.assessment)
    counts = dict(
        Action.objects.for_(actor)
        .filter(assessment=found.assessment)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    since = (
        Baseline.objects.for_(actor)
        .filter(assessment=found.assessment)
        .defer("content")
        .order_by("-frozen_at")
        .first()
    )
    percent = percent_of(found.counts)
    due = _due(actor, found, actions, today, links)
    return Overview(
        picture=found,
        percent=percent,
        tally=tuple((str(state), found.counts[state]) for state in State),
        steps=list(working(found.counts)),
        lanes=_lanes(found),
        aim=found.assessment.aim,
        since=since,
        next=_next(found, actions, links, skip),
        due=due[:LISTED],
        due_more=max(0, len(due) - LISTED),
        news=_news(actor),
        journey=_journey(found, counts, since),
        **_ahead(found, actions, counts, today),
    )


class Links:
    """Addresses within one gap analysis, made without asking the resolver for each line."""

    def __init__(self, org: str, pk: int) -> None:
        self.results = reverse("gap:results", args=[org, pk])
        self.plan = reverse("gap:plan", args=[org, pk])
        self._question = reverse("gap:question", args=[org, pk, "KEY"])
        self._action = reverse("gap:action", args=[org, pk, 0])
        self._evidence = reverse("gap:evidence_page", args=[org, 0])

    def question(self, key: str) -> str:
        """The page of a question."""
        return self._question.replace("KEY", key)

    def action(self, pk: int) -> str:
        """The page of an action."""
        return self._action.replace("/0/", f"/{pk}/")

    def evidence(self, pk: int) -> str:
        """The page of a piece of evidence."""
        return self._evidence.replace("/0/", f"/{pk}/")


def _lanes(found: Picture) -> list[Lane]:
    lanes = []
    for pack in found.packs:
        counts = found.counts_by_standard[pack.id]
        lanes.append(
            Lane(
                pack.reference,
                str(DISCIPLINES.get(pack.discipline, pack.discipline.capitalize())),
                tuple((str(state), counts[state]) for state in State),
                counts.total(),
                percent_of(counts),
                pack.id,
            )
        )
    return lanes


def _next(found: Picture, actions: Sequence[PlannedAction], links: Links, skip: int) -> Next | None:
    """The worst gap that nobody has planned to close; else the first thing nobody has looked at."""
    planned = {key for action in actions for key, _part in action.closes}
    gaps = [gap for gap in ranked(found.requirements) if gap.question.key not in planned]
    if gaps:
        gap = gaps[skip % len(gaps)]
        numbers = tuple(found.pack_by_key[key].number for key in gap.standards)
        title = f"{gap.question.clause} {asked(found, gap.question).title}"
        return Next(gap, title, links.question(gap.question.key), numbers)
    unseen = [s for s in found.requirements if s.state is State.NOT_ASSESSED]
    if not unseen:
        return None
    question = unseen[skip % len(unseen)].question
    numbers = tuple(found.pack_by_key[key].number for key in question.standards)
    title = f"{question.clause} {asked(found, question).title}"
    return Next(None, title, links.question(question.key), numbers)


def _due(
    actor: Actor,
    found: Picture,
    actions: Sequence[PlannedAction],
    today: date,
    links: Links,
) -> list[Due]:
    soon = today + timedelta(days=45)
    due = [
        Due(
            action.row.due_on,
            action.row.title,
            links.action(action.row.pk),
            action.owner,
            (today - action.row.due_on).days,
        )
        for action in actions
        if action.row.due_on and action.row.due_on <= soon
    ]
    held = Evidence.objects.for_(actor).filter(
        withdrawn_on__isnull=True, replaced_by__isnull=True, review_months__isnull=False
    )
    for row in held.select_related("added_by"):
        first = stale_since(row, soon)
        if first:
            title = _("Renew the evidence “%(title)s”") % {"title": row.title}
            who = row.added_by.name if row.added_by else ""
            due.append(Due(first, title, links.evidence(row.pk), who, (today - first).days))
    return sorted(due, key=lambda item: (item.on, item.title))


def _news(actor: Actor) -> Sequence[Event]:
    """What people did last, one line for each person and thing."""
    latest = (
        Event.objects.filter(organisation_id=actor.organisation_id, actor_id__isnull=False)
        .defer("changes", "norms")
        .order_by("-sequence")[:40]
    )
    seen: set[tuple[object, ...]] = set()
    news = []
    for event in latest:
        sign = (event.actor_id, event.verb.split(".")[0], event.at.date())
        if event.verb.startswith(NEWS) and sign not in seen:
            seen.add(sign)
            news.append(event)
    return news[:5]


def _journey(
    found: Picture, counts: dict[str, int], since: Baseline | None
) -> list[dict[str, str]]:
    """The way through a gap analysis; the plumb line hangs at the first step that is not finished."""
    assessed = sum(count for state, count in found.counts.items() if state != State.NOT_ASSESSED)
    total = found.counts.total()
    planned = sum(counts.values()) - counts.get(ActionState.CANCELLED, 0)
    done = counts.get(ActionState.DONE, 0)
    chosen = ngettext("%(n)s standard", "%(n)s standards", len(found.packs)) % {
        "n": len(found.packs)
    }
    frozen = (
        _("last on %(day)s") % {"day": date_format(since.frozen_at, "j M")}
        if since
        else _("none yet")
    )
    steps = [
        (_("Choose"), chosen, True),
        (
            _("Find the gaps"),
            _("%(n)s of %(all)s assessed") % {"n": assessed, "all": total},
            assessed == total and total > 0,
        ),
        (
            _("Plan"),
            ngettext("%(n)s action planned", "%(n)s actions planned", planned) % {"n": planned},
            assessed == total and planned > 0,
        ),
        (
            _("Close the gaps"),
            _("%(n)s of %(all)s actions done") % {"n": done, "all": planned},
            bool(planned) and done == planned,
        ),
        (_("Freeze a baseline"), frozen, False),
    ]
    here = next((i for i, step in enumerate(steps) if not step[2]), len(steps) - 1)
    states = [
        "done" if i < here else "current" if i == here else "ahead" for i in range(len(steps))
    ]
    return [
        {"label": label, "text": text, "state": state, "url": ""}
        for (label, text, _done), state in zip(steps, states, strict=True)
    ]


def _ahead(
    found: Picture, actions: Sequence[PlannedAction], counts: dict[str, int], today: date
) -> dict[str, Any]:
    """Twelve months from this one: the actions of each owner, and the day of the aim."""
    first = today.replace(day=1)
    end = _month(first, 12)
    span = (end - first).days

    def place(day: date) -> float:
        return round(max(0.0, min(100.0, (day - first).days * 100 / span)), 2)

    by_owner: dict[str, list[PlannedAction]] = {}
    for action in actions:
        if action.row.due_on:
            by_owner.setdefault(action.owner or _("Nobody yet"), []).append(action)
    rows = []
    for owner, theirs in sorted(by_owner.items()):
        starts = [a.row.starts_on or today for a in theirs]
        lasts = [a.row.due_on for a in theirs if a.row.due_on]
        start, last = place(min(starts)), place(max(lasts))
        late = sum(a.is_late(today) for a in theirs)
        text = ngettext("%(n)s open action", "%(n)s open actions", len(theirs)) % {"n": len(theirs)}
        if late:
            text += ", " + _("%(n)s late") % {"n": late}
        rows.append(
            {
                "title": owner,
                "text": text,
                "start": start,
                "width": max(0.8, round(last - start, 2)),
                "done": 0,
                "late": bool(late),
            }
        )
    if found.assessment.aim_on:
        at = place(found.assessment.aim_on)
        day = date_format(found.assessment.aim_on, "j F Y")
        rows.append(
            {
                "title": _("Aim: %(percent)s %% ready") % {"percent": found.assessment.aim},
                "text": day,
                "start": max(0.0, at - 0.8),
                "width": 0.8,
                "done": 0,
            }
        )
    months = [date_format(_month(first, n), "M") for n in range(12)]
    return {"ahead": rows, "months": months, "today_at": place(today)}


def _month(first: date, later: int) -> date:
    index = first.year * 12 + first.month - 1 + later
    return date(index // 12, index % 12 + 1, 1)
