"""Found an organisation, change what is known of it, and keep its legal identifiers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor, Role
from isonomy.base.audit_trail import recording, sentence
from isonomy.parties.models import LegalIdentifier, Membership, Organisation, Person
from isonomy.parties.services.facts import take_facts

FOUND = sentence("parties.found", gettext_noop("%(who)s set up %(name)s"))
CHANGE = sentence("parties.change", gettext_noop("%(who)s changed the facts of the organisation"))
ADD_IDENTIFIER = sentence(
    "parties.add_identifier", gettext_noop("%(who)s added the identifier %(number)s")
)
CHANGE_IDENTIFIER = sentence(
    "parties.change_identifier", gettext_noop("%(who)s changed the identifier %(number)s")
)
REMOVE_IDENTIFIER = sentence(
    "parties.remove_identifier", gettext_noop("%(who)s removed the identifier %(number)s")
)

_FACTS = ("name", "country", "time_zone", "language", "sector")
_IDENTIFIER = ("scheme", "issuer", "value")


def found_organisation(
    person: Person,
    *,
    name: str,
    slug: str = "",
    via: str = "web",
    request_id: str = "",
    **facts: Any,
) -> Organisation:
    """Set up an organisation with its founder as the first administrator; its chain begins here."""
    organisation = Organisation(slug=_free_slug(slug or name))
    take_facts(organisation, {"name": name, **facts}, _FACTS)
    founder = Actor(person.pk, 0, None, person.name, via, request_id)
    with recording(founder, FOUND, said={"name": organisation.name}) as event:
        organisation.save()
        event.about(organisation)
        Membership(
            organisation=organisation,
            person=person,
            role=Role.ADMINISTRATOR,
            starts_on=timezone.localdate(),
        ).save()
    return organisation


def _free_slug(name: str) -> str:
    """The short name in addresses: from the name, with a number where it is taken."""
    base = slugify(name)[:50].strip("-") or "organisation"
    taken = set(
        Organisation.objects.unscoped("a short name must be free over all organisations")
        .filter(slug__startswith=base)
        .values_list("slug", flat=True)
    )
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def change_organisation(actor: Actor, **facts: Any) -> Organisation:
    """Change the name, country, time zone, language or trade of the actor's organisation."""
    organisation = Organisation.objects.for_(actor).get()
    if take_facts(organisation, facts, _FACTS):
        with recording(actor, CHANGE, organisation):
            organisation.save()
    return organisation


def add_identifier(actor: Actor, *, scheme: str, value: str, issuer: str = "") -> LegalIdentifier:
    """Note a number by which the law or the trade knows the organisation."""
    identifier = LegalIdentifier(organisation_id=actor.organisation_id)
    take_facts(identifier, {"scheme": scheme, "value": value, "issuer": issuer}, _IDENTIFIER)
    identifier.validate_constraints()
    with recording(actor, ADD_IDENTIFIER, said={"number": str(identifier)}) as event:
        identifier.save()
        event.about(identifier)
    return identifier


def change_identifier(actor: Actor, identifier: LegalIdentifier, **facts: Any) -> None:
    """Correct a legal identifier."""
    if take_facts(identifier, facts, _IDENTIFIER):
        identifier.validate_constraints()
        with recording(actor, CHANGE_IDENTIFIER, identifier, said={"number": str(identifier)}):
            identifier.save()


def remove_identifier(actor: Actor, identifier: LegalIdentifier) -> None:
    """Take a legal identifier away; the trail keeps it."""
    with recording(actor, REMOVE_IDENTIFIER, identifier, said={"number": str(identifier)}):
        identifier.delete()
