"""What is asked for an import: the file and where it goes, then the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from isonomy.exchange.reading.grid import Table
from isonomy.exchange.reading.mapping import Proposal, missing_fields
from isonomy.exchange.reading.target import Target
from isonomy.exchange.taking import Place, Taker


class BringForm(forms.Form):
    """Which file, and what it holds."""

    into = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[Taker, Place]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {
            f"{taker.target.name}:{place.key}": (taker, place) for taker, place in offered
        }
        into = cast("forms.ChoiceField", self.fields["into"])
        into.choices = [(key, _worded(*way)) for key, way in self.offered.items()]

    @property
    def chosen(self) -> tuple[Taker, Place]:
        """Whose rows the file holds, and where they go."""
        return self.offered[self.cleaned_data["into"]]


def _worded(taker: Taker, place: Place) -> str:
    label = gettext(taker.target.label)
    return f"{label}: {place.label}" if place.label else label


class ColumnsForm(forms.Form):
    """Which column is which field."""

    blank_clears = forms.BooleanField(
        label=_("Empty cells clear what is stored"),
        help_text=_("Otherwise an empty cell leaves what is stored as it is."),
        required=False,
    )

    def __init__(
        self, *args: Any, target: Target, table: Table, proposals: Sequence[Proposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.target, self.table, self.proposals = target, table, proposals
        choices = [("", _("Leave out")), *((one.name, gettext(one.label)) for one in target.fields)]
        for proposal in proposals:
            self.fields[self.name_of(proposal.column)] = forms.ChoiceField(
                label=proposal.heading, choices=choices, required=False, initial=proposal.field
            )

    @staticmethod
    def name_of(column: int) -> str:
        """The name of the select of a column."""
        return f"column-{column}"

    @property
    def columns(self) -> dict[int, str]:
        """Column numbers with the fields chosen for them."""
        return {
            one.column: self.cleaned_data.get(self.name_of(one.column), "")
            for one in self.proposals
            if self.cleaned_data.get(self.name_of(one.column))
        }

    @property
    def rows(self) -> list[tuple[Proposal, forms.BoundField]]:
        """Each column with its select."""
        return [(one, self[self.name_of(one.column)]) for one in self.proposals]

    def clean(self) -> dict[str, Any]:
        """Each field stands in one column at most, and required ones in one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for column, name in self.columns.items():
            if name in seen:
                self.add_error(
                    self.name_of(column),
                    gettext("“%(field)s” is chosen for another column already.")
                    % {"field": gettext(self.target.field(name).label)},
                )
            seen.add(name)
        missing = missing_fields(self.target, self.columns)
        if missing:
            labels = ", ".join(gettext(field.label) for field in missing)
            raise forms.ValidationError(
                ngettext(
                    "Choose the column that holds %(fields)s.",
                    "Choose the columns that hold %(fields)s.",
                    len(missing),
                )
                % {"fields": labels}
            )
        return cleaned
