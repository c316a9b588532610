"""The mail that carries an invitation's link."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from isonomy.base.access import Role
from isonomy.parties.models import ROLE_LABELS, Invitation


def send_invitation(invitation: Invitation, link: str, inviter: str) -> None:
    """Mail the link in the language of the organisation."""
    with translation.override(invitation.organisation.language):
        context = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "role": ROLE_LABELS[Role(invitation.role)],
            "link": link,
            "inviter": inviter,
        }
        subject = _("%(organisation)s invites you to Isonomy") % {
            "organisation": invitation.organisation.name
        }
        text = render_to_string("parties/mail/invitation.txt", context)
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
