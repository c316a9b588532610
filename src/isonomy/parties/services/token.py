"""Keys for programs: issued once in clear, kept as a digest, revoked at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor, Role
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.refusals import refused
from isonomy.parties.models import ApiToken
from isonomy.parties.services.secret import new_secret, secret_digest

ISSUE = sentence("parties.issue_token", gettext_noop("%(who)s issued the API token %(token)s"))
REVOKE = sentence("parties.revoke_token", gettext_noop("%(who)s revoked the API token %(token)s"))

READ, WRITE = "read", "write"
SCOPES = (READ, WRITE)
LONGEST = timedelta(days=366)


def issue_token(
    actor: Actor, *, name: str, scopes: Collection[str], expires_at: datetime
) -> tuple[ApiToken, str]:
    """Issue a token that acts as the actor; returns it with its secret, which is never seen again.

    Raises `ValidationError` for an unknown scope or an end that is past or over a year away.
    """
    if actor.person_id is None:
        raise refused("no_person", _("A token belongs to a person."))
    if not scopes or set(scopes) - set(SCOPES):
        raise ValidationError({"scopes": _("Choose what the token may do: read, write or both.")})
    now = timezone.now()
    if not now < expires_at <= now + LONGEST:
        raise ValidationError({"expires_at": _("Give a day within the next year.")})
    secret = new_secret("iso_")
    token = ApiToken(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        name=name.strip(),
        token_hash=secret_digest(secret),
        hint=secret[:8],
        scopes=sorted(scopes),
        expires_at=expires_at,
    )
    token.clean_fields(exclude=["organisation", "person"])
    with recording(actor, ISSUE, said={"token": token.name, "scopes": token.scopes}) as event:
        token.save()
        event.about(token)
    return token, secret


def revoke_token(actor: Actor, token: ApiToken) -> None:
    """Make a token useless from now on; its owner and every administrator may."""
    if token.person_id != actor.person_id and actor.role is not Role.ADMINISTRATOR:
        raise refused("not_yours", _("Only its owner or an administrator may revoke a token."))
    if token.revoked_at is not None:
        raise refused("already_revoked", _("This token is already revoked."))
    with recording(actor, REVOKE, token, said={"token": token.name}):
        token.revoked_at = timezone.now()
        token.save()
