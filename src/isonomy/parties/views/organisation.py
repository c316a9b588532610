"""The organisation's page: facts, identifiers and sites; and setting up a further one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.parties import queries
from isonomy.parties.forms import IdentifierForm, OrganisationForm
from isonomy.parties.models import LegalIdentifier, Person
from isonomy.parties.services import (
    add_identifier as note_identifier,
)
from isonomy.parties.services import (
    change_identifier,
    change_organisation,
    found_organisation,
)
from isonomy.parties.services import (
    remove_identifier as drop_identifier,
)

_FACTS = ("name", "sector", "country", "time_zone", "language")


def show(request: ActingRequest, org: str) -> HttpResponse:
    """Facts, identifiers, sites with the people at each."""
    context = {
        "identifiers": LegalIdentifier.objects.for_(request.actor).order_by("pk"),
        "sites": queries.sites_with_people(request.actor),
    }
    return render(request, "parties/organisation.html", context)


def change(request: ActingRequest, org: str) -> HttpResponse:
    """Change the facts of the organisation."""
    organisation = queries.organisation(request.actor)
    initial = {name: getattr(organisation, name) for name in _FACTS}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            change_organisation(request.actor, **form.cleaned_data)
            messages.success(request, _("The facts are saved."))
            return redirect("parties:organisation", org=org)
    return render(request, "parties/change.html", {"form": form})


def add_identifier(request: ActingRequest, org: str) -> HttpResponse:
    """Note a legal identifier."""
    form = IdentifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            note_identifier(request.actor, **form.cleaned_data)
            return redirect("parties:organisation", org=org)
    return render(request, "parties/identifier.html", {"form": form})


def identifier(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Correct a legal identifier."""
    row = get_object_or_404(LegalIdentifier.objects.for_(request.actor), pk=pk)
    initial = {"scheme": row.scheme, "issuer": row.issuer, "value": row.value}
    form = IdentifierForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            change_identifier(request.actor, row, **form.cleaned_data)
            return redirect("parties:organisation", org=org)
    return render(request, "parties/identifier.html", {"form": form, "identifier": row})


@require_POST
def remove_identifier(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Take a legal identifier away."""
    row = get_object_or_404(LegalIdentifier.objects.for_(request.actor), pk=pk)
    drop_identifier(request.actor, row)
    messages.success(request, _("The identifier is removed."))
    return redirect("parties:organisation", org=org)


def found(request: HttpRequest) -> HttpResponse:
    """Set up a further organisation, with oneself as its administrator."""
    person = request.user
    if not isinstance(person, Person) or not queries.may_found(person, timezone.localdate()):
        raise Http404
    initial = {"time_zone": person.time_zone or "UTC", "language": person.language or "en"}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            organisation = found_organisation(person, **form.cleaned_data)
            return redirect("parties:organisation", org=organisation.slug)
    return render(request, "parties/found.html", {"form": form})
