"""Who acts for an organisation: add, change and end memberships, never the last administrator."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor, Role
from isonomy.base.audit_trail import FACTS, recording, sentence
from isonomy.base.refusals import refused
from isonomy.parties.models import ROLE_LABELS, Membership, Person

ADD = sentence(
    "parties.add_member", gettext_noop("%(who)s added %(person)s with the role %(role)s")
)
CHANGE = sentence("parties.change_role", gettext_noop("%(who)s gave %(person)s the role %(role)s"))
END = sentence("parties.end_membership", gettext_noop("%(who)s ended the access of %(person)s"))
FACTS["role"] = lambda role: ROLE_LABELS.get(role, role)


def add_member(
    actor: Actor,
    *,
    person: Person,
    role: Role,
    job_title: str = "",
    ends_on: date | None = None,
) -> Membership:
    """Let a person act for the organisation; whoever acted before comes back in the new role."""
    row = member_row(actor, person=person, role=role, job_title=job_title, ends_on=ends_on)
    with recording(actor, ADD, said={"person_id": person.pk, "role": role}) as event:
        row.save()
        event.about(row)
    return row


def member_row(
    actor: Actor, *, person: Person, role: Role, job_title: str, ends_on: date | None
) -> Membership:
    """The membership a person is about to get, checked but not yet written."""
    today = timezone.localdate()
    check_end(role, ends_on, today)
    there = Membership.objects.for_(actor).filter(person=person).first()
    if there is not None and acts(there, today):
        told = _("%(name)s already acts for the organisation.") % {"name": person}
        raise refused("already_member", told)
    row = there or Membership(organisation_id=actor.organisation_id, person=person)
    row.role, row.job_title = role, job_title.strip()
    row.starts_on, row.ends_on, row.ended_at = today, ends_on, None
    return row


def change_role(
    actor: Actor,
    membership: Membership,
    *,
    role: Role,
    job_title: str = "",
    ends_on: date | None = None,
) -> None:
    """Give a member another role, job title or last day."""
    check_end(role, ends_on, timezone.localdate(), membership)
    with transaction.atomic():
        if role is not Role.ADMINISTRATOR or ends_on is not None:
            _keep_an_administrator(actor, membership)
        said = {"person_id": membership.person_id, "role": role}
        with recording(actor, CHANGE, membership, said=said):
            membership.role, membership.job_title = role, job_title.strip()
            membership.ends_on = ends_on
            membership.save()


def end_membership(actor: Actor, membership: Membership) -> None:
    """End a person's access at once; what the person did stays in the trail under their name."""
    if membership.ended_at is not None:
        raise refused("already_ended", _("This access has already ended."))
    with transaction.atomic():
        _keep_an_administrator(actor, membership)
        with recording(actor, END, membership, said={"person_id": membership.person_id}):
            membership.ended_at = timezone.now()
            membership.save()


def acts(membership: Membership, today: date) -> bool:
    """Whether a membership lets its person act on a day."""
    if membership.ended_at is not None or membership.starts_on > today:
        return False
    return membership.ends_on is None or membership.ends_on >= today


def check_end(
    role: Role, ends_on: date | None, today: date, membership: Membership | None = None
) -> None:
    """A consultant's access has a last day; no last day lies in the past when it is set."""
    if role is Role.CONSULTANT and ends_on is None:
        raise ValidationError({"ends_on": _("A consultant's access ends: give its last day.")})
    kept = membership is not None and membership.ends_on == ends_on
    if ends_on is not None and ends_on < today and not kept:
        raise ValidationError({"ends_on": _("Give a day from today on.")})


def _keep_an_administrator(actor: Actor, leaving: Membership) -> None:
    """Refuse what would leave the organisation without an administrator whose access stays."""
    others = (
        Membership.objects.for_(actor)
        .select_for_update()
        .filter(role=Role.ADMINISTRATOR, ends_on__isnull=True, ended_at__isnull=True)
    )
    staying = [row.pk for row in others if row.starts_on <= timezone.localdate()]
    if leaving.pk in staying and len(staying) == 1:
        raise refused(
            "last_administrator",
            _("This is the last administrator. Make somebody else administrator first."),
        )
