"""Where mails go while no mail server is set: into the database, for operators to read."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

from isonomy.parties.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """Keeps every mail instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store mails with their plain text; returns how many."""
        now = timezone.now()
        kept = OutgoingMail.objects.bulk_create(
            OutgoingMail(
                at=now,
                recipients=list(message.recipients()),
                subject=str(message.subject),
                body=str(message.body),
            )
            for message in email_messages
        )
        return len(kept)
