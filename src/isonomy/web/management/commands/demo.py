"""`isonomy demo load`: fill an empty demo database with Aldermoor Foods; again does nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from isonomy.parties.models import Person
from isonomy.web.demo.load import load_demo, read_story


class Command(BaseCommand):
    """Load the demo into its own database, and say how to sign in."""

    help = "Load the demo into its own database, and say how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """`load` is the only thing to do."""
        parser.add_argument("what", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Load where nobody is yet; a database that is in use is left alone."""
        if not settings.DEMO:
            raise CommandError("The demo goes into its own data folder only (ISONOMY_DEMO=yes).")
        if not Person.objects.exists():
            self.stdout.write("Telling the story of Aldermoor Foods ...")
            with transaction.atomic():
                load_demo()
        story = read_story()
        self.stdout.write("Sign in as one of these people:")
        for person in story["people"]:
            self.stdout.write(f"  {person['email']:<28} {person['role']:<14} {person['job']}")
        self.stdout.write(f"  Password of all: {story['password']}")
