"""Who a program is: its token, the person and organisation behind it, and when it was last used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from isonomy.base.access import Actor
from isonomy.parties.models import ApiToken, TokenUse
from isonomy.parties.queries import actor_for, standings
from isonomy.parties.services.secret import secret_digest

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that showed a valid token, and the actor it works for."""

    token: ApiToken
    actor: Actor


def bearer(request: HttpRequest) -> Bearer | None:
    """Whoever shows a token that exists, has not run out, is not revoked and whose person still acts."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        return None
    digest, now = secret_digest(secret.strip()), timezone.now()
    token = (
        ApiToken.objects.unscoped("a token is found by its digest, before it is known who asks")
        .select_related("person")
        .filter(token_hash=digest, revoked_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if token is None or not token.person.is_active:
        return None
    for standing in standings(token.person, timezone.localdate()):
        if standing.organisation.pk == token.organisation_id:
            _note_use(digest)
            request_id = getattr(request, "request_id", "")
            return Bearer(
                token, actor_for(token.person, standing, via="api", request_id=request_id)
            )
    return None


def _note_use(digest: str) -> None:
    """When a token was last used, written at most once a minute."""
    now = timezone.now()
    if not TokenUse.objects.filter(token_hash=digest, at__gt=now - _NOTED_EVERY).exists():
        TokenUse.objects.update_or_create(token_hash=digest, defaults={"at": now})
