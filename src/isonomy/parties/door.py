"""What happens at the door is recorded in the trail of the installation."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.parties.models import Person
from isonomy.parties.services.person import vouch

SIGN_IN = sentence("door.sign_in", gettext_noop("%(who)s signed in"))
SIGN_OUT = sentence("door.sign_out", gettext_noop("%(who)s signed out"))
FAILED = sentence("door.failed", gettext_noop("Somebody failed to sign in as %(person)s"))
LOCKED = sentence("door.locked_out", gettext_noop("Sign-in as %(person)s was locked for a while"))
PASSWORD = sentence("door.password", gettext_noop("%(who)s changed the password"))
RESET = sentence("door.password_reset", gettext_noop("%(who)s set a new password by mail"))
EMAIL = sentence("door.email", gettext_noop("%(who)s changed the e-mail address"))
METHOD_ADDED = sentence(
    "door.method_added", gettext_noop("%(who)s added a way to sign in: %(method)s")
)
METHOD_REMOVED = sentence(
    "door.method_removed", gettext_noop("%(who)s removed a way to sign in: %(method)s")
)
CODES = sentence("door.recovery_codes", gettext_noop("%(who)s made new recovery codes"))

_METHODS = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey or security key",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def name_given(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address with which somebody tries to sign in, for counting failures."""
    told = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(told).strip().lower()


def _record(verb: str, person: Person, request: HttpRequest | None, **said: Any) -> None:
    actor = Actor(person.pk, 0, None, person.name, request_id=getattr(request, "request_id", ""))
    with recording(actor, verb, person, said=said):
        pass


def _signed_in(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        vouch(user)
        _record(SIGN_IN, user, request)


def _signed_out(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        _record(SIGN_OUT, user, request)


def _about_known(verb: str, address: str, request: HttpRequest | None) -> None:
    """Only addresses that exist here are recorded: a stranger cannot fill the trail with guesses."""
    person = Person.objects.filter(email=address).first()
    if person is not None:
        nobody = Actor(None, 0, None, "", request_id=getattr(request, "request_id", ""))
        with recording(nobody, verb, person, said={"person_id": person.pk}):
            pass


def _failed(
    request: HttpRequest | None = None, credentials: dict[str, Any] | None = None, **_: Any
) -> None:
    if request is not None:
        _about_known(FAILED, name_given(request, credentials), request)


def _locked(request: HttpRequest | None = None, username: str = "", **_: Any) -> None:
    _about_known(LOCKED, (username or "").lower(), request)


def _changed_password(request: HttpRequest, user: Person, **_: Any) -> None:
    _record(PASSWORD, user, request)


def _reset_password(request: HttpRequest, user: Person, **_: Any) -> None:
    _record(RESET, user, request)


def _changed_email(request: HttpRequest, user: Person, **_: Any) -> None:
    _record(EMAIL, user, request)


def _added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    _record(METHOD_ADDED, user, request, method=_METHODS[authenticator.type])


def _removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    _record(METHOD_REMOVED, user, request, method=_METHODS[authenticator.type])


def _new_codes(request: HttpRequest, user: Person, **_: Any) -> None:
    _record(CODES, user, request)


def watch() -> None:
    """Listen to the sign-in library; called once when the house starts."""
    for signal, listener in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (user_locked_out, _locked),
        (password_changed, _changed_password),
        (password_set, _changed_password),
        (password_reset, _reset_password),
        (email_changed, _changed_email),
        (authenticator_added, _added),
        (authenticator_removed, _removed),
        (authenticator_reset, _new_codes),
    ):
        signal.connect(listener, dispatch_uid=f"isonomy.door.{listener.__name__}.{id(signal)}")
