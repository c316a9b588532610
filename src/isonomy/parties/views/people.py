"""The people who act for an organisation, their roles, and who is invited."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from isonomy.base.access import Role
from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties import queries
from isonomy.parties.forms import InviteForm, MemberForm
from isonomy.parties.invitation_mail import send_invitation
from isonomy.parties.models import Invitation, Membership
from isonomy.parties.services import change_role, end_membership, withdraw_invitation
from isonomy.parties.services import invite as open_door
from isonomy.parties.services.invitation import Invited, open_invitations


def show(request: ActingRequest, org: str) -> HttpResponse:
    """Who acts for the organisation, who did, and who is invited."""
    context = {
        "members": queries.memberships(request.actor, timezone.localdate()),
        "invitations": open_invitations(request.actor).order_by("-pk"),
        "now": timezone.now(),
    }
    return render(request, "parties/people.html", context)


@never_cache
def invite(request: ActingRequest, org: str) -> HttpResponse:
    """Invite somebody; the link is shown on the answer and never again."""
    form = InviteForm(request.POST or None, initial={"role": Role.CONTRIBUTOR})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with told_on(form):
            invited = open_door(
                request.actor,
                email=facts["email"],
                role=Role(facts["role"]),
                job_title=facts["job_title"],
                ends_on=facts["ends_on"],
            )
            return _shown_once(request, invited, by_mail=facts["send"])
    return render(request, "parties/invite.html", {"form": form})


def _shown_once(request: ActingRequest, invited: Invited, *, by_mail: bool) -> HttpResponse:
    link = settings.SITE_URL + reverse("parties:accept", args=[invited.secret])
    sent = failed = False
    if by_mail:
        try:
            send_invitation(invited.invitation, link, request.actor.name)
            sent = settings.MAIL_IS_SENT
        except (SMTPException, OSError):
            failed = True
    context = {"invitation": invited.invitation, "link": link, "sent": sent, "failed": failed}
    return render(request, "parties/invited.html", {**context, "outbox": by_mail and not sent})


def member(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Change a member's role, job title or last day."""
    row = _membership(request, pk)
    initial = {"role": row.role, "job_title": row.job_title, "ends_on": row.ends_on}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        with told_on(form):
            change_role(request.actor, row, **facts)
            messages.success(request, _("The role is saved."))
            return redirect("parties:people", org=org)
    return render(request, "parties/member.html", {"form": form, "member": row})


def _membership(request: ActingRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.for_(request.actor).select_related("person"), pk=pk)


@require_POST
def end(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """End a person's access at once."""
    row = _membership(request, pk)
    try:
        end_membership(request.actor, row)
        messages.success(request, _("%(name)s no longer has access.") % {"name": row.person})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("parties:people", org=org)


@require_POST
def withdraw(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Close the door that an invitation opened."""
    row = get_object_or_404(Invitation.objects.for_(request.actor), pk=pk)
    try:
        withdraw_invitation(request.actor, row)
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("parties:people", org=org)
