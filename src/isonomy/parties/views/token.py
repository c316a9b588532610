"""Keys for programs: list, issue (shown once), revoke."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties import queries
from isonomy.parties.forms import TokenForm
from isonomy.parties.services import issue_token, revoke_token


def show(request: ActingRequest, org: str) -> HttpResponse:
    """One's own tokens; an administrator sees everyone's."""
    context = {"tokens": queries.tokens(request.actor), "now": timezone.now()}
    return render(request, "parties/tokens.html", context)


@never_cache
def issue(request: ActingRequest, org: str) -> HttpResponse:
    """Issue a token; its secret is shown on the answer and never again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            token, secret = issue_token(
                request.actor,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expires_at(),
            )
            return render(request, "parties/issued.html", {"token": token, "secret": secret})
    return render(request, "parties/issue_token.html", {"form": form})


@require_POST
def revoke(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Make a token useless from now on."""
    token = get_object_or_404(queries.own_tokens(request.actor), pk=pk)
    try:
        revoke_token(request.actor, token)
        messages.success(request, _("The token is revoked."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("parties:tokens", org=org)
