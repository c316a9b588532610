"""People and their own choices: name, language, time zone, appearance, keys."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.parties.models import Person
from isonomy.parties.services.facts import check_place

CHANGE = sentence("person.change", gettext_noop("%(who)s changed their own account"))

_CHOICES = ("name", "language", "time_zone", "theme", "shortcuts")


def change_person(person: Person, *, request_id: str = "", **choices: Any) -> None:
    """Keep a person's own choices; only the names of what changed stand in the trail."""
    strange = set(choices) - set(_CHOICES)
    if strange:
        raise TypeError(f"a person has no {sorted(strange)} to set")
    changed = sorted(name for name, value in choices.items() if getattr(person, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(person, name, choices[name])
    if choices.get("time_zone"):
        check_place(choices)
    person.clean_fields(exclude=["password", "last_login"])
    actor = Actor(person.pk, 0, None, person.name, request_id=request_id)
    with recording(actor, CHANGE, person, said={"changed": changed}):
        person.save(update_fields=changed)


def name_person(
    *, email: str, name: str, password: str | None = None, language: str = ""
) -> Person:
    """A person known to the installation; without a password they are only named."""
    address = email.strip().lower()
    if Person.objects.filter(email=address).exists():
        raise ValidationError({"email": _("There is already an account with this e-mail address.")})
    person = Person(email=address, name=name.strip(), language=language)
    person.clean_fields(exclude=["password"])
    named = Person.objects.create_user(address, password, name=person.name, language=language)
    vouch(named)
    return named


def vouch(person: Person) -> None:
    """Tell the sign-in library that a person's address is theirs: whoever let them in answers for it.

    Without this, asking for a new address would take the old one away before the new one is proved.
    """
    there, made = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    if not made and not there.verified:
        there.verified = True
        there.save(update_fields=["verified"])
