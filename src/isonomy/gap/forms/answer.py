"""What a page sends when somebody answers: read strictly, each field with its own error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isonomy.gap.models import STATE_LABELS
from isonomy.gap.services.answers import Given, Place
from isonomy.parties.models import Person

REASONS = (
    ("risk", _("Risk treatment")),
    ("law", _("Law or regulation")),
    ("contract", _("Contract or customer")),
    ("practice", _("Good practice")),
)


class AnswerForm(forms.Form):
    """One answer: its place, the version that was seen, and the fields that were on the page."""

    part = forms.CharField(max_length=120, required=False)
    site = forms.IntegerField(required=False)
    version = forms.IntegerField(min_value=0)
    marks = forms.JSONField(required=False)
    state = forms.ChoiceField(choices=list(STATE_LABELS.items()), required=False)
    note = forms.CharField(max_length=20000, required=False, strip=False)
    justification = forms.CharField(max_length=5000, required=False)
    reasons = forms.MultipleChoiceField(choices=REASONS, required=False)
    responsible = forms.IntegerField(required=False)
    effort_days = forms.DecimalField(
        required=False, min_value=0, max_digits=6, decimal_places=1, localize=True
    )

    def __init__(
        self, *args: Any, colleagues: Callable[[], Sequence[Person]] = list, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues

    def clean_responsible(self) -> Person | None:
        """A colleague, never anybody else."""
        pk = self.cleaned_data["responsible"]
        if pk is None:
            return None
        for person in self.colleagues():
            if person.pk == pk:
                return person
        raise forms.ValidationError(_("Choose one of your colleagues."))

    def place(self, key: str) -> Place:
        """Where the answer belongs."""
        return Place(key, self.cleaned_data["part"], self.cleaned_data["site"])

    def given(self) -> Given:
        """What was answered: only the fields that the page had."""
        changes = {
            name: self.cleaned_data[name]
            for name in ("state", "note", "justification", "responsible", "effort_days")
            if name in self.data
        }
        if changes.get("state") == "":
            del changes["state"]
        if "reasons_shown" in self.data:
            changes["reasons"] = self.cleaned_data["reasons"]
        if "note" in changes:
            changes["note"] = changes["note"].replace("\r\n", "\n")
        marks = self.cleaned_data["marks"]
        return Given(
            self.cleaned_data["version"], changes, marks if isinstance(marks, dict) else None
        )
