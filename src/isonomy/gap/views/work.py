"""The working page: the tree, one question in the middle, and what surrounds it."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomy.base.access import EDITORS, Actor
from isonomy.base.templatetags.trail import moment
from isonomy.catalogue.shelf import harmonized_structure
from isonomy.gap.forms.answer import REASONS
from isonomy.gap.models import Answer, Assessment
from isonomy.gap.queries.picture import Picture, main_clause, picture_of
from isonomy.gap.queries.question import (
    actions_for,
    answer_rows,
    apart,
    asked,
    at_sites,
    differences,
    proofs,
    question_history,
    relative,
    served,
)
from isonomy.gap.services.answers import marks_of
from isonomy.gap.tree import Place, clause_tree
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.standing import answer_at
from isonomy.norms.gap.state import GAPS, State
from isonomy.parties.queries import colleagues

FILTERS = ("all", "open", "gaps", "mine", "again")


def picture_or_404(actor: Actor, pk: int) -> Picture:
    """The picture of one of the organisation's own assessments."""
    try:
        return picture_of(actor, pk)
    except Assessment.DoesNotExist:
        raise Http404 from None


def question_or_404(found: Picture, key: str) -> Question:
    """A question of the assessment; a requirement leads to the question it is answered under."""
    question = found.by_key.get(key) or found.by_requirement.get(key)
    if question is None:
        raise Http404
    return question


def work(request: HttpRequest, org: str, assessment: int) -> HttpResponse:
    """To the first question that nobody has looked at, or the first of all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    if not found.questions:
        return redirect("gap:home", org=org)
    unseen = next(
        (s.question for s in found.standings if s.state is State.NOT_ASSESSED), found.questions[0]
    )
    return redirect("gap:question", org=org, assessment=assessment, key=unseen.key)


def question(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """One question: what is asked, the answer, what each standard adds, evidence, actions, history."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    context = page_of(request, actor, found, here, org)
    return render(request, "gap/work.html", context)


def page_of(
    request: HttpRequest, actor: Actor, found: Picture, here: Question, org: str
) -> dict[str, Any]:
    """Everything the page of a question shows."""
    show = request.GET.get("show", "all")
    shown = _shown(actor, found, show)
    pk = found.assessment.pk
    suffix = f"?show={show}" if shown is not None else ""
    base = reverse("gap:question", args=[org, pk, "KEY"])
    place = Place(lambda key: base.replace("KEY", key), here.key, suffix, shown)
    rows = answer_rows(actor, found, here)
    previous, following = _neighbours(found, here, shown)
    return {
        **answer_context(actor, found, here, rows),
        "tree": clause_tree(found, place),
        "filters": _filters(actor, found, show),
        "previous": previous and place.link(previous.key) + suffix,
        "following": following and place.link(following.key) + suffix,
        "place": _place_words(found, here, shown),
        "asked": asked(found, here),
        "apart": apart(found, here),
        **_relative(found, here),
        "proofs": proofs(actor, found, here, timezone.localdate()),
        "actions_planned": actions_for(actor, found, here),
        "history": question_history(actor, list(rows.values()), newest=6),
        "people": colleagues(actor, timezone.localdate()),
        "show": show,
        "crumbs": _crumbs(here, org),
    }


def _relative(found: Picture, here: Question) -> dict[str, Any]:
    shared = relative(found, here)
    return {"relative": shared, "relative_title": asked(found, shared).title if shared else ""}


def _crumbs(here: Question, org: str) -> list[dict[str, str]]:
    clause = main_clause(here.clause)
    core = harmonized_structure().by_clause.get(clause)
    title = _("Annex A controls") if here.is_control else f"{clause} {core.label if core else ''}"
    return [
        {"label": _("Gap analysis"), "url": reverse("gap:home", args=[org])},
        {"label": title, "url": ""},
    ]


def answer_context(
    actor: Actor, found: Picture, here: Question, rows: dict[tuple[str, int | None], Answer]
) -> dict[str, Any]:
    """What changes on the page when an answer is saved."""
    own = rows.get(("", None))
    may_edit = actor.may(EDITORS) and found.assessment.is_open
    return {
        "picture": found,
        "assessment": found.assessment,
        "question": here,
        "may_edit": may_edit,
        "not_editable": not may_edit,
        "served": served(found, here),
        "own": own,
        "version": own.version if own else 0,
        "marks": json.dumps(marks_of(own)),
        "state": answer_at(found.answers, here.key, "", None),
        "differences": differences(found, here, rows),
        "at_sites": at_sites(found, here, rows),
        "differs_at_site": any(site is not None for _part, site in rows),
        "saved_words": _("Saved: %(moment)s") % {"moment": moment(own.changed_at)} if own else "",
        "reasons": REASONS,
        "without": _not_offered(found, here),
        "assessed": sum(s.state is not State.NOT_ASSESSED for s in found.requirements),
        "to_assess": len(found.requirements),
    }


def _not_offered(found: Picture, here: Question) -> str:
    """Not applicable is offered only where a rule allows it and practice knows it."""
    rules = [found.node(m.requirement.ref).not_applicable for m in here.members]
    allowed = all(rule is not None and rule.allowed for rule in rules)
    usual = any(rule is not None and rule.ui_default != "hide" for rule in rules)
    chosen = answer_at(found.answers, here.key, "", None) is State.NOT_APPLICABLE
    return "" if (allowed and usual) or chosen else str(State.NOT_APPLICABLE)


def _shown(actor: Actor, found: Picture, show: str) -> frozenset[str] | None:
    if show == "open":
        return _with_state(found, frozenset({State.NOT_ASSESSED}))
    if show == "gaps":
        return _with_state(found, GAPS)
    if show in {"mine", "again"}:
        rows = Answer.objects.for_(actor).filter(assessment=found.assessment)
        if show == "mine":
            rows = rows.filter(responsible_id=actor.person_id)
        else:
            rows = rows.exclude(look_again="")
        return frozenset(rows.values_list("key", flat=True))
    return None


def _with_state(found: Picture, states: frozenset[State]) -> frozenset[str]:
    return frozenset(s.question.key for s in found.standings if s.state in states)


def _filters(actor: Actor, found: Picture, show: str) -> list[tuple[str, int | None, bool]]:
    unseen = sum(s.state is State.NOT_ASSESSED for s in found.requirements)
    gaps = sum(s.state in GAPS for s in found.requirements)
    counts = {"open": unseen, "gaps": gaps}
    return [(name, counts.get(name), name == show) for name in FILTERS]


def _neighbours(
    found: Picture, here: Question, shown: frozenset[str] | None
) -> tuple[Question | None, Question | None]:
    asked_here = [q for q in found.questions if shown is None or q.key in shown or q is here]
    place = asked_here.index(here)
    before = asked_here[place - 1] if place else None
    after = asked_here[place + 1] if place + 1 < len(asked_here) else None
    return before, after


def _place_words(found: Picture, here: Question, shown: frozenset[str] | None) -> tuple[int, int]:
    listed = [q.key for q in found.questions if shown is None or q.key in shown or q is here]
    return listed.index(here.key) + 1, len(listed)
