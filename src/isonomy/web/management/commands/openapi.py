"""Write the OpenAPI description of the calls for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import get_resolver

from isonomy.web.reference import schema


class Command(BaseCommand):
    """`openapi FILE`: the description that is committed under docs/api."""

    help = "Write the OpenAPI description to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, indented, with a newline at the end."""
        assert get_resolver().url_patterns  # noqa: S101  the rooms are mounted with the addresses
        text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
        options["file"].write_text(text, encoding="utf-8")
