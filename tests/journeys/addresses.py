"""Every page of the demo by its address, written down inside the installation.

`isonomy shell -c "from tests.journeys.addresses import tell; tell()"` adds what the demo has none
of yet (an invitation, a token, imports, a framework of another publisher) and prints the addresses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from isonomy.base.access import Actor, Role
from isonomy.base.files.services import keep_upload
from isonomy.catalogue.models import InstalledPack
from isonomy.exchange.models import Import
from isonomy.gap.models import Action, Assessment, Baseline, Evidence, SoaVersion
from isonomy.gap.queries.picture import picture
from isonomy.gap.services.statement import draw_up_statement
from isonomy.parties.models import (
    LegalIdentifier,
    Membership,
    Organisation,
    OutgoingMail,
    Person,
    Site,
)
from isonomy.parties.services import invite, issue_token
from tests.house.test_every_address_has_a_rule import routes
from tests.journeys.left_out import NOT_A_PAGE, ONLY_SENT, VARIANTS

SLUG = "aldermoor"
WITHOUT_A_REASON = "?"
STATEMENT = b"""Control ID;Applicable;Justification;Implementation Status;Implementation Description
A.5.1;Yes;Customers ask for it;Implemented;Approved by the managing director
A.5.2;Perhaps;Customers ask for it;Implemented;Roles are written down
A.5.3;Yes;Customers ask for it;Partially implemented;Separated in the warehouse only
A.9.99;Yes;Customers ask for it;Implemented;There is no such control
"""
FRAMEWORK = (
    b'{"catalog": {"metadata": {"title": "Rules of the Guild of Bakers"}, "controls": '
    b'[{"id": "gb-1", "title": "Oven", "parts": [{"name": "statement", "prose": "Watch it."}]}]}}'
)


def tell() -> None:
    """Print the addresses of all pages as JSON: name to a list of addresses."""
    actor = _administrator()
    given = {**_rooms(actor), **_parties(actor), **_exchange(actor), **_gap(actor)}
    found: dict[str, list[str]] = {}
    for name, pattern in routes().items():
        if name in NOT_A_PAGE or name in ONLY_SENT:
            continue
        wanted = pattern.pattern.regex.groupindex
        arguments = {"org": SLUG, **given.get(name, given["gap:*"] if "gap:" in name else {})}
        found[name] = _addresses(name, {k: v for k, v in arguments.items() if k in wanted})
    print(json.dumps(found))


def _addresses(name: str, arguments: Mapping[str, Any]) -> list[str]:
    try:
        address = reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return [WITHOUT_A_REASON]
    return [address + more for more in VARIANTS.get(name, ("",))]


def _administrator() -> Actor:
    person = Person.objects.get(email="ruth@aldermoor.example")
    person.is_operator = True
    person.save()
    organisation = Organisation.objects.unscoped("the demo is looked at from outside").get(
        slug=SLUG
    )
    return Actor(person.pk, organisation.pk, Role.ADMINISTRATOR, person.name)


def _rooms(actor: Actor) -> dict[str, dict[str, Any]]:
    control = {"key": "iso27001", "place": "A.5.1"}
    return {
        "catalogue:standard": {"key": "iso9001"},
        "catalogue:requirement": {"key": "iso9001", "place": "10.2.1"},
        "catalogue:changes": {"key": "iso9001_2026"},
        "catalogue:controls": control,
        "catalogue:attributes_import": control,
        "catalogue:preview": {"sha256": keep_upload(actor=actor, upload=FRAMEWORK).sha256},
    }


def _parties(actor: Actor) -> dict[str, dict[str, Any]]:
    invited = invite(actor, email="new@aldermoor.example", role=Role.READER)
    until = timezone.now() + timedelta(days=30)
    issue_token(actor, name="Figures for the board", scopes=("read",), expires_at=until)
    mail = OutgoingMail.objects.first() or OutgoingMail.objects.create(
        at=timezone.now(), recipients=["new@aldermoor.example"], subject="Hello", body="Text"
    )
    owen = Person.objects.get(email="owen@aldermoor.example")
    site = {"pk": Site.objects.for_(actor).order_by("pk").last().pk}  # type: ignore[union-attr]
    return {
        "parties:identifier": {"pk": LegalIdentifier.objects.for_(actor).earliest("pk").pk},
        "parties:site": site,
        "parties:change_site": site,
        "parties:headcount": site,
        "parties:close_site": site,
        "parties:member": {"pk": Membership.objects.for_(actor).get(person=owen).pk},
        "parties:mail": {"pk": mail.pk},
        "parties:accept": {"secret": invited.secret},
        "parties:first": {"secret": "no-such-secret"},
        "account_confirm_email": {"key": "no-such-key"},
        "account_reset_password_from_key": {
            "uidb36": "1",
            "key": default_token_generator.make_token(owen),
        },
    }


def _exchange(actor: Actor) -> dict[str, dict[str, Any]]:
    """One import whose columns are to be chosen, and one that is tried and has errors."""
    setup_test_environment()
    browser = Client()
    person = Person.objects.get(pk=actor.person_id)
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    place = reverse("exchange:bring", args=[SLUG])
    offered = browser.get(place).context["form"].fields["into"].choices
    into = next(value for value, _label in offered if value.startswith("gap.answers"))
    for tried in (False, True):
        file = ContentFile(STATEMENT, name="statement.csv")
        sent = browser.post(place, {"into": into, "file": file})
        assert sent.status_code == 302, sent.content.decode()
        if tried:
            form = browser.get(sent.url).context["form"]  # type: ignore[attr-defined]
            data = {name: form[name].value() or "" for name in form.fields}
            assert browser.post(sent.url, data).status_code == 302  # type: ignore[attr-defined]
    first, second = Import.objects.for_(actor).order_by("pk")[:2]
    return {"exchange:columns": {"pk": first.pk}, "exchange:import": {"pk": second.pk}}


def _gap(actor: Actor) -> dict[str, dict[str, Any]]:
    one = Assessment.objects.for_(actor).earliest("pk")
    analysis = {"assessment": one.pk}
    question = {**analysis, "key": "hs:10.2"}
    evidence = {"pk": Evidence.objects.for_(actor).filter(kind="file").earliest("pk").pk}
    action = {**analysis, "pk": Action.objects.for_(actor).earliest("pk").pk}
    approved = SoaVersion.objects.for_(actor).latest("number")
    draft = draw_up_statement(actor=actor, picture=picture(actor, one))
    newer = InstalledPack.objects.for_(actor).filter(key="iso9001_2026").latest("pk")
    return {
        "gap:*": analysis,
        "gap:begin_step": {"step": "standards"},
        "gap:question": question,
        "gap:question_history": question,
        "gap:evidence_add": question,
        "gap:evidence_page": evidence,
        "gap:evidence_change": evidence,
        "gap:evidence_renew": evidence,
        "gap:action": action,
        "gap:action_edit": action,
        "gap:baseline": {**analysis, "pk": Baseline.objects.for_(actor).earliest("pk").pk},
        "gap:control": {**analysis, "key": "iso27001:A.5.1"},
        "gap:carry_over": {**analysis, "pack": newer.pk},
        "gap:statement_version": {**analysis, "number": approved.number},
        "gap:statement_approve": {**analysis, "number": draft.number},
    }
