"""Examples of the parties room, all at Aldermoor."""

from __future__ import annotations

from typing import Any

from isonomy.base.access import Role
from isonomy.parties.models import ApiToken, Invitation, LegalIdentifier, OutgoingMail
from isonomy.parties.services import invite
from tests.world import World


def _identifier(world: World) -> dict[str, Any]:
    found = LegalIdentifier.objects.for_(world.actor("ines")).get()
    return {"org": "aldermoor-foods", "pk": found.pk}


def _site(world: World) -> dict[str, Any]:
    return {"org": "aldermoor-foods", "pk": world.sites["aldermoor"].pk}


def _member(world: World) -> dict[str, Any]:
    return {"org": "aldermoor-foods", "pk": world.member("mei").pk}


def _invitation(world: World) -> dict[str, Any]:
    there = Invitation.objects.for_(world.actor("ines")).filter(email="new@aldermoor.example")
    row = there.first()
    if row is None:
        row = invite(
            world.actor("ines"), email="new@aldermoor.example", role=Role.READER
        ).invitation
    return {"org": "aldermoor-foods", "pk": row.pk}


def _token(world: World) -> dict[str, Any]:
    world.token("ines")
    found = ApiToken.objects.for_(world.actor("ines")).order_by("-pk").first()
    assert found is not None
    return {"org": "aldermoor-foods", "pk": found.pk}


def _mail(world: World) -> dict[str, Any]:
    mail = OutgoingMail.objects.first() or OutgoingMail.objects.create(
        at=world.aldermoor.founded_at, recipients=["x@y.example"], subject="Hello", body="Text"
    )
    return {"pk": mail.pk}


ROUTE_ARGS = {
    "parties:identifier": _identifier,
    "parties:remove_identifier": _identifier,
    "parties:site": _site,
    "parties:change_site": _site,
    "parties:headcount": _site,
    "parties:close_site": _site,
    "parties:reopen_site": _site,
    "parties:member": _member,
    "parties:end_membership": _member,
    "parties:withdraw_invitation": _invitation,
    "parties:revoke_token": _token,
    "parties:mail": _mail,
    "parties:accept": lambda world: {"secret": "no-such-secret"},
    "parties:first": lambda world: {"secret": "no-such-secret"},
    "account_confirm_email": lambda world: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "a-b"},
    "mfa_edit_webauthn": lambda world: {"pk": 999_999},
    "mfa_remove_webauthn": lambda world: {"pk": 999_999},
    "openid_connect_login": lambda world: {"provider_id": "oidc"},
    "openid_connect_callback": lambda world: {"provider_id": "oidc"},
}

CALL_ARGS = {
    "parties.delete_invitation": lambda world: {"invitation_id": _invitation(world)["pk"]},
    "parties.delete_identifier": lambda world: {"identifier_id": _identifier(world)["pk"]},
    "parties.read_site": lambda world: {"site_id": world.sites["aldermoor"].pk},
    "parties.patch_site": lambda world: {"site_id": world.sites["aldermoor"].pk},
    "parties.close": lambda world: {"site_id": world.sites["aldermoor"].pk},
    "parties.reopen": lambda world: {"site_id": world.sites["aldermoor"].pk},
    "parties.put_headcount": lambda world: {"site_id": world.sites["aldermoor"].pk},
    "parties.put_member": lambda world: {"member_id": world.member("mei").pk},
    "parties.end_access": lambda world: {"member_id": world.member("mei").pk},
}
