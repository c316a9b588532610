"""What a field of choices offers, known only when the form is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Let a field of choices offer these values with their words."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)
