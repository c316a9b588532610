"""What people decide about a control, and what a signature under the statement means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomy.gap.forms.answer import REASONS
from isonomy.gap.services.answers import Given
from isonomy.norms.gap.state import State

DECISIONS = (
    (State.CONFORMS, gettext_lazy("Applies, implemented")),
    (State.PARTLY, gettext_lazy("Applies, partly implemented")),
    (State.DOES_NOT_CONFORM, gettext_lazy("Applies, not implemented yet")),
    (State.NOT_APPLICABLE, gettext_lazy("Left out")),
    (State.NOT_ASSESSED, gettext_lazy("Not decided")),
)


class ControlForm(forms.Form):
    """The decision on one control; `version` is the one that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=gettext_lazy("Decision"), choices=DECISIONS)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Why it is applied"),
        choices=REASONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    justification = forms.CharField(
        label=gettext_lazy("Justification"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when the control is left out."),
    )
    note = forms.CharField(
        label=gettext_lazy("How it is implemented"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Leaving a control out needs a reason of its own."""
        found: dict[str, Any] = super().clean() or {}
        left_out = found.get("state") == State.NOT_APPLICABLE
        if left_out and not found.get("justification"):
            self.add_error("justification", _("Write why this control is left out."))
        return found

    def given(self) -> Given:
        """What was decided, as an answer."""
        data = self.cleaned_data
        return Given(
            data["version"],
            {
                "state": data["state"],
                "reasons": [] if data["state"] == State.NOT_APPLICABLE else data["reasons"],
                "justification": data["justification"],
                "note": data["note"].replace("\r\n", "\n"),
            },
        )


class ApproveForm(forms.Form):
    """The meaning of a signature, and that these very bytes are meant."""

    meaning = forms.CharField(
        label=gettext_lazy("What your signature means"),
        max_length=200,
        help_text=gettext_lazy("It is printed beside your name."),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
