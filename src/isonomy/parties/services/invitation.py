"""Open a door for one person, by a link that works once; and the very first door of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor, Role
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.refusals import refused
from isonomy.parties.models import FirstLink, Invitation, Membership, Organisation, Person
from isonomy.parties.queries import acting_on
from isonomy.parties.services.membership import check_end, member_row
from isonomy.parties.services.organisation import found_organisation
from isonomy.parties.services.person import name_person
from isonomy.parties.services.secret import new_secret, secret_digest

INVITE = sentence("parties.invite", gettext_noop("%(who)s invited somebody as %(role)s"))
WITHDRAW = sentence("parties.withdraw_invitation", gettext_noop("%(who)s withdrew an invitation"))
ACCEPT = sentence(
    "parties.accept_invitation", gettext_noop("%(who)s accepted an invitation as %(role)s")
)
FIRST_LINK = sentence(
    "installation.first_link", gettext_noop("A link for the first administrator was made")
)
FIRST_PERSON = sentence(
    "installation.first_administrator",
    gettext_noop("%(who)s became the first administrator of this installation"),
)

OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the secret of its link, which is known only now."""

    invitation: Invitation
    secret: str


def invite(
    actor: Actor,
    *,
    email: str,
    role: Role,
    job_title: str = "",
    ends_on: date | None = None,
    open_for: timedelta = OPEN_FOR,
) -> Invited:
    """Open a door for one e-mail address; an earlier open invitation for it is withdrawn.

    Raises `ValidationError` for a malformed address or a missing last day, `Refused` for a member.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    check_end(role, ends_on, timezone.localdate())
    members = Membership.objects.for_(actor).filter(acting_on(timezone.localdate()))
    if members.filter(person__email=address).exists():
        raise refused("already_member", _("This person already acts for the organisation."))
    secret, now = new_secret(), timezone.now()
    invitation = Invitation(
        organisation_id=actor.organisation_id,
        email=address,
        role=role,
        job_title=job_title.strip(),
        ends_on=ends_on,
        token_hash=secret_digest(secret),
        expires_at=now + open_for,
    )
    with recording(actor, INVITE, said={"role": role}) as event:
        for earlier in open_invitations(actor).filter(email=address):
            earlier.withdrawn_at = now
            earlier.save()
        invitation.save()
        event.about(invitation)
    return Invited(invitation, secret)


def open_invitations(actor: Actor) -> models.QuerySet[Invitation]:
    """Invitations that were neither accepted nor withdrawn; some may have run out."""
    return Invitation.objects.for_(actor).filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True
    )


def withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    """Close the door again; the link no longer works."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise refused("not_open", _("This invitation is no longer open."))
    with recording(actor, WITHDRAW, invitation):
        invitation.withdrawn_at = timezone.now()
        invitation.save()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation whose link carries this secret, while it is open; None otherwise."""
    found = (
        Invitation.objects.unscoped("an invitation is found by its secret, before anyone signs in")
        .select_related("organisation")
        .filter(token_hash=secret_digest(secret), accepted_at__isnull=True)
        .filter(withdrawn_at__isnull=True, expires_at__gt=timezone.now())
    )
    return found.first()


def accept_invitation(
    secret: str,
    *,
    person: Person | None = None,
    name: str = "",
    password: str = "",
    request_id: str = "",
) -> Membership:
    """Enter by an invitation: as the person who is signed in, or as a new one with a password.

    Raises `Refused` where the link no longer works, was meant for another address, or its
    address already has an account (which then signs in first).
    """
    with transaction.atomic():
        invitation = find_invitation(secret)
        if invitation is None:
            raise refused("not_open", _("This link has been used, withdrawn or has run out."))
        if person is None:
            person = _newcomer(invitation.email, name=name, password=password)
        elif person.email.lower() != invitation.email:
            raise refused(
                "wrong_address",
                _("This invitation is for %(meant)s, but you are signed in as %(actual)s.")
                % {"meant": invitation.email, "actual": person.email},
            )
        actor = Actor(
            person.pk, invitation.organisation_id, None, person.name, request_id=request_id
        )
        row = member_row(
            actor,
            person=person,
            role=Role(invitation.role),
            job_title=invitation.job_title,
            ends_on=invitation.ends_on,
        )
        with recording(actor, ACCEPT, invitation, said={"role": invitation.role}):
            invitation.accepted_at = timezone.now()
            invitation.save()
            row.save()
        return row


def _newcomer(email: str, *, name: str, password: str) -> Person:
    """A new person, or one who was only named so far and never signed in."""
    if not name.strip():
        raise ValidationError({"name": _("Write your name.")})
    there: Person | None = Person.objects.filter(email=email).first()
    if there is not None and (there.has_usable_password() or there.last_login is not None):
        raise refused(
            "has_account", _("There is already an account for this address: sign in first.")
        )
    try:
        validate_password(password, there or Person(email=email, name=name))
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    if there is None:
        return name_person(email=email, name=name, password=password)
    there.name = name.strip()
    there.set_password(password)
    there.save()
    return there


def first_administrator_link(*, open_for: timedelta = timedelta(days=7)) -> str:
    """The secret of a one-time link for the first administrator; earlier ones stop working.

    Raises `Refused` once somebody looks after the installation.
    """
    if Person.objects.filter(is_operator=True).exists():
        raise refused("has_operator", _("This installation already has an administrator."))
    secret = new_secret()
    with recording(Actor.system(), FIRST_LINK) as event:
        FirstLink.objects.filter(used_at__isnull=True).delete()
        link = FirstLink.objects.create(
            token_hash=secret_digest(secret), expires_at=timezone.now() + open_for
        )
        event.about(link)
    return secret


def find_first_link(secret: str) -> FirstLink | None:
    """The unused link that carries this secret, while it is open and nobody has entered yet."""
    if Person.objects.filter(is_operator=True).exists():
        return None
    return FirstLink.objects.filter(
        token_hash=secret_digest(secret), used_at__isnull=True, expires_at__gt=timezone.now()
    ).first()


def found_by_first_link(
    secret: str, *, email: str, name: str, password: str, organisation: str, time_zone: str = "UTC"
) -> tuple[Person, Organisation]:
    """The first person enters, looks after the installation and sets up the first organisation."""
    with transaction.atomic():
        link = find_first_link(secret)
        if link is None:
            raise refused("not_open", _("This link has been used or has run out."))
        person = _newcomer(email.strip().lower(), name=name, password=password)
        actor = Actor(person.pk, 0, None, person.name)
        with recording(actor, FIRST_PERSON, person):
            person.is_operator = True
            person.save()
            link.used_at = timezone.now()
            link.save()
            return person, found_organisation(person, name=organisation, time_zone=time_zone)
