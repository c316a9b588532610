"""Entering: by an invitation, or as the very first person of an installation."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from isonomy.base.refusals import told_on
from isonomy.parties.forms import FirstForm, NewcomerForm
from isonomy.parties.models import Invitation, Person
from isonomy.parties.services import accept_invitation, found_by_first_link
from isonomy.parties.services.invitation import find_first_link, find_invitation

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation, as who is signed in or as a newcomer with a password."""
    invitation = find_invitation(secret)
    if invitation is None:
        return render(request, "parties/link_closed.html", status=410)
    if isinstance(request.user, Person):
        return _as_known(request, secret, invitation, request.user)
    known = Person.objects.filter(email=invitation.email, last_login__isnull=False).exists()
    form = NewcomerForm(request.POST or None)
    if request.method == "POST" and not known and form.is_valid():
        with told_on(form):
            membership = accept_invitation(secret, **form.cleaned_data)
            login(request, membership.person, backend=_BACKEND)
            return redirect("home", org=invitation.organisation.slug)
    context = {"invitation": invitation, "form": form, "known": known}
    return render(request, "parties/accept.html", context)


def _as_known(
    request: HttpRequest, secret: str, invitation: Invitation, person: Person
) -> HttpResponse:
    form = NewcomerForm()
    meant = person.email.lower() == invitation.email
    if request.method == "POST" and meant:
        accept_invitation(secret, person=person)
        return redirect("home", org=invitation.organisation.slug)
    context = {"invitation": invitation, "form": form, "person": person, "meant": meant}
    return render(request, "parties/accept.html", context)


@never_cache
@sensitive_post_parameters("password")
def first(request: HttpRequest, secret: str) -> HttpResponse:
    """The first administrator enters and sets up the first organisation."""
    if find_first_link(secret) is None:
        return render(request, "parties/link_closed.html", status=410)
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            person, organisation = found_by_first_link(secret, **form.cleaned_data)
            login(request, person, backend=_BACKEND)
            return redirect("home", org=organisation.slug)
    return render(request, "parties/first.html", {"form": form})
