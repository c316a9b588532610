"""Questions and their answers: read, answer, split off, join again."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from isonomy.base.access import Actor
from isonomy.base.api import ApiRequest, Page, Paging, page_of, problem
from isonomy.gap.api.found import NoColleague, colleague, picture_or_404, question_or_404
from isonomy.gap.exchange.wording import asked_in, clause_in, question_texts, title_of
from isonomy.gap.forms.answer import REASONS
from isonomy.gap.models import Answer, EvidenceUse
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.services.answers import (
    AnswerConflict,
    Given,
    Place,
    give_answer,
    join_again,
    question_at,
    same_at_site,
    split_off,
)
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import weakest

router = Router()

StateName = Literal["conforms", "partly", "does_not_conform", "not_applicable", "not_assessed"]


class ServedOut(Schema):
    """A requirement that the question serves, and how it stands."""

    requirement: str
    standard: str
    clause: str
    adds: bool
    state: str


class QuestionOut(Schema):
    """A question: answered once for every standard it serves."""

    key: str
    clause: str
    title: str
    shared: bool
    split_off: bool
    control: bool
    standards: list[str]
    state: str
    serves: list[ServedOut]


class AnswerOut(Schema):
    """An answer; `part` names the requirement whose difference is meant, `site` the site it is for."""

    key: str
    part: str
    site: int | None
    state: str
    note: str
    justification: str
    reasons: list[str]
    responsible: str | None
    effort_days: Decimal | None
    look_again: str
    version: int
    changed_at: datetime | None
    changed_by: str | None


class UseOut(Schema):
    """Evidence that supports an answer."""

    id: int
    evidence: int
    title: str
    part: str


class WholeQuestionOut(QuestionOut):
    """A question with what is asked, its answers and its evidence."""

    asked: str
    questions: list[str]
    differences: dict[str, str]
    answers: list[AnswerOut]
    evidence: list[UseOut]


class QuestionFilter(Paging):
    """Which questions are wanted."""

    state: str = ""
    standard: str = ""
    clause: str = ""


class PlaceQuery(Schema):
    """Which answer of a question: of one requirement's difference, of one site."""

    part: str = ""
    site: int | None = None


class AnswerIn(Schema):
    """What to answer; fields that are left out stay. `version` is the one you saw, 0 for none."""

    version: int = Field(ge=0)
    state: StateName | None = None
    note: str | None = Field(None, max_length=20_000)
    justification: str | None = Field(None, max_length=5_000)
    reasons: list[str] | None = None
    responsible: str | None = Field(None, description="E-mail address of a colleague.")
    effort_days: Decimal | None = Field(None, ge=0, max_digits=6, decimal_places=1)


class SplitIn(Schema):
    """How practice differs."""

    why: str = Field("", max_length=500)


@router.get("/assessments/{assessment_id}/questions", response=Page[QuestionOut])
def list_questions(
    request: ApiRequest, assessment_id: int, wanted: Query[QuestionFilter]
) -> dict[str, Any]:
    """Every question in the order of clauses, with how it stands."""
    found = picture_or_404(request, assessment_id)
    listed = [_told(found, question) for question in found.questions]
    kept = [
        told
        for told in listed
        if (not wanted.state or told["state"] == wanted.state)
        and (not wanted.standard or wanted.standard in told["standards"])
        and (not wanted.clause or f"{told['clause']}.".startswith(f"{wanted.clause}."))
    ]
    return page_of(kept, wanted)


@router.get("/assessments/{assessment_id}/questions/{key}", response=WholeQuestionOut)
def read_question(request: ApiRequest, assessment_id: int, key: str) -> dict[str, Any]:
    """One question, by its key or by a requirement it serves."""
    found = picture_or_404(request, assessment_id)
    return _whole(request.actor, found, question_or_404(found, key))


@router.get("/assessments/{assessment_id}/questions/{key}/answer", response=AnswerOut)
def read_answer(
    request: ApiRequest, assessment_id: int, key: str, place: Query[PlaceQuery]
) -> dict[str, Any]:
    """One answer; version 0 where nobody has answered yet."""
    found = picture_or_404(request, assessment_id)
    here = _place(found, key, place)
    return _answer(_row(request.actor, found, here), here)


@router.put("/assessments/{assessment_id}/questions/{key}/answer", response=AnswerOut)
def put_answer(
    request: ApiRequest, assessment_id: int, key: str, place: Query[PlaceQuery], body: AnswerIn
) -> dict[str, Any] | HttpResponse:
    """Answer a question. 409 with both versions where somebody else was faster."""
    found = picture_or_404(request, assessment_id)
    here = _place(found, key, place)
    given = Given(body.version, _changes(request.actor, body))
    try:
        row = give_answer(actor=request.actor, picture=found, place=here, given=given)
    except AnswerConflict as conflict:
        return _conflict(request, here, conflict, body)
    return _answer(row, here)


@router.delete("/assessments/{assessment_id}/questions/{key}/answer", response={204: None})
def drop_site_answer(
    request: ApiRequest, assessment_id: int, key: str, place: Query[PlaceQuery]
) -> Status[None]:
    """Take back what was said for one site only: it is as everywhere again."""
    found = picture_or_404(request, assessment_id)
    here = _place(found, key, place)
    if here.site is None:
        raise ValidationError({"site": _("Name the site.")})
    same_at_site(actor=request.actor, picture=found, place=here)
    return Status(204, None)


@router.post("/assessments/{assessment_id}/requirements/{requirement}/split", response=QuestionOut)
def split(
    request: ApiRequest, assessment_id: int, requirement: str, body: SplitIn
) -> dict[str, Any]:
    """Answer a requirement apart from the shared question from now on."""
    found = picture_or_404(request, assessment_id)
    try:
        split_off(actor=request.actor, picture=found, requirement=requirement, why=body.why)
    except Answer.DoesNotExist:
        raise Http404 from None
    after = picture(request.actor, found.assessment)
    return _told(after, after.by_requirement[requirement])


@router.post("/assessments/{assessment_id}/requirements/{requirement}/join", response=QuestionOut)
def join(request: ApiRequest, assessment_id: int, requirement: str) -> dict[str, Any]:
    """Let the shared answer serve a requirement again."""
    found = picture_or_404(request, assessment_id)
    try:
        join_again(actor=request.actor, picture=found, requirement=requirement)
    except Answer.DoesNotExist:
        raise Http404 from None
    after = picture(request.actor, found.assessment)
    return _told(after, after.by_requirement[requirement])


def _told(found: Picture, question: Question) -> dict[str, Any]:
    served = [
        {
            "requirement": member.requirement.ref,
            "standard": member.requirement.standard,
            "clause": member.requirement.clause,
            "adds": member.adds,
            "state": str(found.standing_of[member.requirement.ref]),
        }
        for member in question.members
    ]
    return {
        "key": question.key,
        "clause": clause_in(found, question),
        "title": title_of(found, question),
        "shared": question.shared,
        "split_off": question.split_off,
        "control": question.is_control,
        "standards": list(question.standards),
        "state": str(weakest(found.standing_of[m.requirement.ref] for m in question.members)),
        "serves": served,
    }


def _whole(actor: Actor, found: Picture, question: Question) -> dict[str, Any]:
    rows = (
        Answer.objects.for_(actor)
        .filter(assessment=found.assessment, key=question.key)
        .select_related("responsible", "changed_by")
        .order_by("part", "site_id")
    )
    uses = EvidenceUse.objects.for_(actor).filter(assessment=found.assessment, key=question.key)
    return {
        **_told(found, question),
        "asked": asked_in(found, question),
        "questions": question_texts(found, question),
        "differences": {
            member.requirement.ref: asked_in(found, question, member.requirement.ref)
            for member in question.members
            if member.adds
        },
        "answers": [_answer(row, Place(row.key, row.part, row.site_id)) for row in rows],
        "evidence": [
            {
                "id": use.pk,
                "evidence": use.evidence_id,
                "title": use.evidence.title,
                "part": use.part,
            }
            for use in uses.select_related("evidence").order_by("pk")
        ],
    }


def _place(found: Picture, key: str, place: PlaceQuery) -> Place:
    here = Place(key, place.part, place.site)
    try:
        question_at(found, here)
    except Answer.DoesNotExist:
        raise Http404 from None
    return here


def _row(actor: Actor, found: Picture, here: Place) -> Answer | None:
    site = Q(site__isnull=True) if here.site is None else Q(site=here.site)
    rows = Answer.objects.for_(actor).filter(
        site, assessment=found.assessment, key=here.key, part=here.part
    )
    return rows.select_related("responsible", "changed_by").first()


def _answer(row: Answer | None, here: Place) -> dict[str, Any]:
    shown = row or Answer(version=0)
    names = ("state", "note", "justification", "effort_days", "look_again", "version", "changed_at")
    return {
        "key": here.key,
        "part": here.part,
        "site": here.site,
        **{name: getattr(shown, name) for name in names},
        "reasons": [str(reason) for reason in shown.reasons],
        "responsible": shown.responsible.email if shown.responsible else None,
        "changed_by": shown.changed_by.name if shown.changed_by else None,
    }


def _changes(actor: Actor, body: AnswerIn) -> dict[str, Any]:
    changes = body.dict(exclude_unset=True, exclude={"version"})
    for name in ("note", "justification"):
        if name in changes:
            changes[name] = (changes[name] or "").replace("\r\n", "\n")
    if changes.get("state", "") is None:
        del changes["state"]
    if "responsible" in changes:
        try:
            changes["responsible"] = colleague(actor, changes["responsible"])
        except NoColleague:
            told = _("This is the address of no colleague.")
            raise ValidationError({"responsible": told}) from None
    strange = set(changes.get("reasons") or ()) - {code for code, _words in REASONS}
    if strange:
        known = ", ".join(code for code, _words in REASONS)
        raise ValidationError({"reasons": _("Choose from: %(known)s.") % {"known": known}})
    if "reasons" in changes:
        changes["reasons"] = changes["reasons"] or []
    return changes


def _conflict(
    request: ApiRequest, here: Place, conflict: AnswerConflict, body: AnswerIn
) -> HttpResponse:
    """The problem with both versions, so that a program can show them and choose."""
    told = problem(
        request, 409, _("Somebody else has answered since you read it."), kind="answer-conflict"
    )
    shown = json.loads(told.content)
    shown["theirs"] = json.loads(AnswerOut(**_answer(conflict.theirs, here)).model_dump_json())
    shown["mine"] = json.loads(body.model_dump_json(exclude_unset=True))
    told.content = json.dumps(shown, ensure_ascii=False).encode()
    return told
