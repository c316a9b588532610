"""The parties room for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Body, Query, Router, Schema, Status

from isonomy.base.access import Role
from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.base.models import Event
from isonomy.parties import queries, trail
from isonomy.parties.models import (
    Headcount,
    Invitation,
    LegalIdentifier,
    Membership,
    Organisation,
    Site,
)
from isonomy.parties.services import (
    Count,
    add_identifier,
    change_organisation,
    change_role,
    close_site,
    end_membership,
    invite,
    open_site,
    record_headcount,
    remove_identifier,
    reopen_site,
    withdraw_invitation,
)
from isonomy.parties.services import change_site as alter_site
from isonomy.parties.services.invitation import open_invitations

router = Router()


class OrganisationOut(Schema):
    """An organisation."""

    slug: str
    name: str
    country: str
    time_zone: str
    language: str
    sector: str


class OrganisationIn(Schema):
    """What to change; fields that are left out stay."""

    name: str | None = None
    country: str | None = None
    time_zone: str | None = None
    language: str | None = None
    sector: str | None = None


@router.get("/organisation", response=OrganisationOut)
def read_organisation(request: ApiRequest) -> Organisation:
    """The organisation of the token."""
    return queries.organisation(request.actor)


@router.patch("/organisation", response=OrganisationOut)
def patch_organisation(request: ApiRequest, body: OrganisationIn) -> Organisation:
    """Change the facts of the organisation."""
    return change_organisation(request.actor, **body.dict(exclude_unset=True, exclude_none=True))


class HeadcountOut(Schema):
    """How many people of one category work at a site."""

    category: str
    people: int
    weekly_hours: Decimal | None
    shifts: int
    largest_shift: int | None


class SiteOut(Schema):
    """A site."""

    id: int
    name: str
    street: str
    postcode: str
    city: str
    region: str
    country: str
    time_zone: str
    activities: str
    is_central: bool
    closed_on: date | None


class SiteWithPeopleOut(SiteOut):
    """A site and who works there."""

    headcount: list[HeadcountOut]


class SitePatch(Schema):
    """What to change at a site; fields that are left out stay."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    time_zone: str | None = None
    activities: str | None = None
    is_central: bool | None = None


class SiteIn(SitePatch):
    """A new site; only its name is needed."""

    name: str


class ClosingIn(Schema):
    """From when a site is closed."""

    on: date


class CountIn(Schema):
    """People of one category; hours are per person and week."""

    people: int
    weekly_hours: Decimal | None = None
    shifts: int = 1
    largest_shift: int | None = None


@router.get("/sites", response=Page[SiteOut])
def list_sites(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every site, closed ones too, in the order in which they were entered."""
    return page_of(Site.objects.for_(request.actor).order_by("pk"), paging)


@router.post("/sites", response={201: SiteOut})
def create_site(request: ApiRequest, body: SiteIn) -> Status[Site]:
    """Add a site."""
    facts = body.dict(exclude_unset=True, exclude_none=True)
    return Status(201, open_site(request.actor, **facts))


def _site(request: ApiRequest, site_id: int) -> Site:
    return get_object_or_404(Site.objects.for_(request.actor), pk=site_id)


@router.get("/sites/{site_id}", response=SiteWithPeopleOut)
def read_site(request: ApiRequest, site_id: int) -> dict[str, Any]:
    """One site with its headcount."""
    site = _site(request, site_id)
    facts = SiteOut.from_orm(site).dict()
    return {**facts, "headcount": queries.headcounts(request.actor, site)}


@router.patch("/sites/{site_id}", response=SiteOut)
def patch_site(request: ApiRequest, site_id: int, body: SitePatch) -> Site:
    """Change the facts of a site."""
    site = _site(request, site_id)
    alter_site(request.actor, site, **body.dict(exclude_unset=True, exclude_none=True))
    return site


@router.post("/sites/{site_id}/close", response=SiteOut)
def close(request: ApiRequest, site_id: int, body: ClosingIn) -> Site:
    """Close a site; nothing is deleted."""
    site = _site(request, site_id)
    close_site(request.actor, site, on=body.on)
    return site


@router.post("/sites/{site_id}/reopen", response=SiteOut)
def reopen(request: ApiRequest, site_id: int) -> Site:
    """Take a closed site into use again."""
    site = _site(request, site_id)
    reopen_site(request.actor, site)
    return site


@router.put("/sites/{site_id}/headcount", response=list[HeadcountOut])
def put_headcount(
    request: ApiRequest, site_id: int, body: Body[dict[str, CountIn]]
) -> list[Headcount]:
    """Record who works at a site, by category: full_time, part_time, temporary, contractor."""
    site = _site(request, site_id)
    counts = {category: Count(**count.dict()) for category, count in body.items()}
    record_headcount(request.actor, site, counts)
    return queries.headcounts(request.actor, site)


class MemberOut(Schema):
    """Who acts for the organisation, as what and until when."""

    id: int
    person_id: int
    name: str
    email: str
    role: Role
    job_title: str
    starts_on: date
    ends_on: date | None
    acts: bool

    @staticmethod
    def of(member: queries.Member) -> dict[str, Any]:
        """The answer from a membership."""
        row = member.membership
        told = {"id": row.pk, "name": row.person.name, "email": row.person.email}
        kept = ("person_id", "role", "job_title", "starts_on", "ends_on")
        return {**told, "acts": member.acts, **{name: getattr(row, name) for name in kept}}


class MemberIn(Schema):
    """A member's role, job title and last day; all three are set."""

    role: Role
    job_title: str = ""
    ends_on: date | None = None


@router.get("/people", response=Page[MemberOut])
def list_people(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Everyone who acts or once acted for the organisation."""
    members = queries.memberships(request.actor, timezone.localdate())
    return page_of([MemberOut.of(member) for member in members], paging)


def _membership(request: ApiRequest, member_id: int) -> Membership:
    found = Membership.objects.for_(request.actor).select_related("person")
    return get_object_or_404(found, pk=member_id)


@router.put("/people/{member_id}", response=MemberOut)
def put_member(request: ApiRequest, member_id: int, body: MemberIn) -> dict[str, Any]:
    """Give a member another role, job title or last day."""
    row = _membership(request, member_id)
    change_role(request.actor, row, **body.dict())
    return MemberOut.of(queries.Member(row, True))


@router.post("/people/{member_id}/end", response={204: None})
def end_access(request: ApiRequest, member_id: int) -> Status[None]:
    """End a person's access at once."""
    end_membership(request.actor, _membership(request, member_id))
    return Status(204, None)


class InvitationOut(Schema):
    """An open invitation; its link is told only when it is made."""

    id: int
    email: str
    role: Role
    job_title: str
    ends_on: date | None
    expires_at: datetime


class InvitationMadeOut(InvitationOut):
    """A fresh invitation with its link, which is told only now."""

    link: str


class InvitationIn(MemberIn):
    """Whom to invite, as what and until when; a consultant's access needs its last day."""

    email: str


@router.get("/invitations", response=Page[InvitationOut])
def list_invitations(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Invitations that are neither accepted nor withdrawn, newest first."""
    return page_of(open_invitations(request.actor).order_by("-pk"), paging)


@router.post("/invitations", response={201: InvitationMadeOut})
def create_invitation(request: ApiRequest, body: InvitationIn) -> Status[dict[str, Any]]:
    """Invite somebody; no mail is sent, the answer carries the link."""
    invited = invite(request.actor, **body.dict())
    link = settings.SITE_URL + reverse("parties:accept", args=[invited.secret])
    return Status(201, {**InvitationOut.from_orm(invited.invitation).dict(), "link": link})


@router.delete("/invitations/{invitation_id}", response={204: None})
def delete_invitation(request: ApiRequest, invitation_id: int) -> Status[None]:
    """Withdraw an invitation; its link no longer works."""
    found = Invitation.objects.for_(request.actor)
    withdraw_invitation(request.actor, get_object_or_404(found, pk=invitation_id))
    return Status(204, None)


class IdentifierIn(Schema):
    """A number by which the law or the trade knows the organisation."""

    scheme: str
    value: str
    issuer: str = ""


class IdentifierOut(IdentifierIn):
    """A noted identifier."""

    id: int


@router.get("/identifiers", response=Page[IdentifierOut])
def list_identifiers(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The legal identifiers of the organisation."""
    return page_of(LegalIdentifier.objects.for_(request.actor).order_by("pk"), paging)


@router.post("/identifiers", response={201: IdentifierOut})
def create_identifier(request: ApiRequest, body: IdentifierIn) -> Status[LegalIdentifier]:
    """Note a legal identifier."""
    return Status(201, add_identifier(request.actor, **body.dict()))


@router.delete("/identifiers/{identifier_id}", response={204: None})
def delete_identifier(request: ApiRequest, identifier_id: int) -> Status[None]:
    """Take a legal identifier away; the trail keeps it."""
    found = LegalIdentifier.objects.for_(request.actor)
    remove_identifier(request.actor, get_object_or_404(found, pk=identifier_id))
    return Status(204, None)


class EventOut(Schema):
    """One event of the audit trail."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor_name: str
    role: str
    via: str
    verb: str
    subject: str
    reason: str
    said: dict[str, Any]
    changes: list[dict[str, Any]]
    request_id: str
    previous: str
    hash: str

    @staticmethod
    def resolve_subject(event: Event) -> str:
        """Kind and id of what the event is about."""
        return f"{event.subject_kind}/{event.subject_id}"


class EventFilter(Paging):
    """Which events are wanted."""

    person_id: int | None = None
    verb: str = ""
    since: datetime | None = None
    before: datetime | None = None


@router.get("/events", response=Page[EventOut])
def list_events(request: ApiRequest, wanted: Query[EventFilter]) -> dict[str, Any]:
    """The audit trail, newest first, with the digests that chain it."""
    found: models.QuerySet[Event] = trail.events(
        request.actor.organisation_id,
        trail.Wanted(wanted.person_id, wanted.verb, wanted.since, wanted.before),
    )
    return page_of(found, wanted)
