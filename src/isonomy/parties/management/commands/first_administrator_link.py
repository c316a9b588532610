"""Print the one-time link by which the first administrator enters an empty installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.services import first_administrator_link


class Command(BaseCommand):
    """`first_administrator_link`: refuses once somebody looks after the installation."""

    help = "Print a one-time link for the first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link alone, so that a script can take it."""
        try:
            secret = first_administrator_link()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(settings.SITE_URL + reverse("parties:first", args=[secret]))
