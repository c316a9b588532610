"""A person's own page: name, language, time zone, appearance, keys; and the way to sign-in safety."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomy.base.refusals import told_on
from isonomy.parties import queries
from isonomy.parties.forms import AccountForm
from isonomy.parties.models import Person
from isonomy.parties.services import change_person

_CHOICES = ("name", "language", "time_zone", "theme", "shortcuts")
_YEAR = 365 * 24 * 3600


def show(request: HttpRequest) -> HttpResponse:
    """One's own choices."""
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    form = AccountForm(
        request.POST or None, initial={name: getattr(person, name) for name in _CHOICES}
    )
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            change_person(person, **form.cleaned_data)
            messages.success(request, _("Your account is saved."))
            response = redirect("parties:account")
            response.set_cookie(
                "theme",
                person.theme or "auto",
                max_age=_YEAR,
                samesite="Lax",
                secure=settings.SECURE,
            )
            return response
    context = {
        "form": form,
        "may_found": queries.may_found(person, timezone.localdate()),
        "shows_outbox": not settings.MAIL_IS_SENT,
    }
    return render(request, "parties/account.html", context)
