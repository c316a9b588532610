"""What people write about an action."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomy.base.look import DayInput
from isonomy.gap.forms.choices import offer
from isonomy.gap.models import Action
from isonomy.gap.services.plan import Planned
from isonomy.parties.models import Person

DAYS: dict[str, Any] = {
    "required": False,
    "min_value": Decimal(0),
    "max_digits": 6,
    "decimal_places": 1,
    "localize": True,
}


def owner_field() -> forms.TypedChoiceField:
    """A colleague, or nobody yet."""
    return forms.TypedChoiceField(
        label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None
    )


class _OwnedForm(forms.Form):
    """A form that names an owner among the colleagues."""

    def __init__(self, *args: Any, colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {person.pk: person for person in colleagues}
        people = [("", _("Nobody yet")), *((str(p.pk), p.name) for p in colleagues)]
        offer(self, "owner", people)

    def clean(self) -> dict[str, Any]:
        """An action cannot be due before it starts."""
        found: dict[str, Any] = super().clean() or {}
        starts, due = found.get("starts_on"), found.get("due_on")
        if starts and due and due < starts:
            self.add_error("due_on", _("Choose a day on or after the start."))
        return found

    def shared(self) -> dict[str, Any]:
        """Owner, days and effort, as the plan takes them."""
        data = self.cleaned_data
        return {
            "owner": self.colleagues.get(data["owner"]),
            "starts_on": data["starts_on"],
            "due_on": data["due_on"],
            "effort_days": data["effort_days"],
        }


class ActionForm(_OwnedForm):
    """One action; `seen` is the mark of what was read before it was changed."""

    title = forms.CharField(
        label=gettext_lazy("What to do"),
        max_length=200,
        help_text=gettext_lazy("Begin with a verb: Train, write, check, agree."),
    )
    details = forms.CharField(
        label=gettext_lazy("Details"),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = owner_field()
    starts_on = forms.DateField(label=gettext_lazy("Starts"), required=False, widget=DayInput)
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DayInput)
    effort_days = forms.DecimalField(label=gettext_lazy("Effort in days"), **DAYS)
    needs = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Waits for"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Actions that must be finished before this one can be."),
    )
    closes = forms.MultipleChoiceField(
        label=gettext_lazy("Closes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,
        others: Sequence[Action] = (),
        gaps: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("needs", [(a.pk, a.title) for a in others]), ("closes", gaps)):
            offer(self, name, choices)
            if not choices:
                del self.fields[name]

    def planned(self) -> Planned:
        """What was written, as the plan takes it."""
        data = self.cleaned_data
        return Planned(
            title=data["title"],
            details=data["details"].replace("\r\n", "\n"),
            closes=tuple(split_gap(text) for text in data.get("closes", ())),
            needs=tuple(data.get("needs", ())),
            **self.shared(),
        )


class ManyActionsForm(_OwnedForm):
    """Actions for several gaps at once: one for each, or one for all of them."""

    together = forms.ChoiceField(
        label=gettext_lazy("How many actions?"),
        choices=(
            ("each", gettext_lazy("One action for each gap")),
            ("one", gettext_lazy("One action that closes all of them")),
        ),
        widget=forms.RadioSelect,
        initial="each",
    )
    title = forms.CharField(
        label=gettext_lazy("What to do"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Needed for one action; single actions take the requirement's name."
        ),
    )
    owner = owner_field()
    starts_on = forms.DateField(label=gettext_lazy("Starts"), required=False, widget=DayInput)
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DayInput)
    effort_days = forms.DecimalField(label=gettext_lazy("Effort in days, each"), **DAYS)

    def clean(self) -> dict[str, Any]:
        """One action for all needs its own words."""
        found = super().clean()
        if found.get("together") == "one" and not found.get("title"):
            self.add_error("title", _("Write what is to be done."))
        return found


def joined_gap(key: str, part: str) -> str:
    """A gap as one value of a form."""
    return f"{key}|{part}" if part else key


def split_gap(text: str) -> tuple[str, str]:
    """The gap behind a value of a form."""
    key, _bar, part = text.partition("|")
    return key, part
