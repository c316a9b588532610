"""What people choose when they begin a gap analysis, one question at a time or all together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from isonomy.base.look import DayInput
from isonomy.gap.forms.choices import offer
from isonomy.gap.queries.setup import Edition
from isonomy.parties.models import Site


class StandardsForm(forms.Form):
    """The editions that the analysis is made against."""

    packs = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Standards"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one standard.")},
    )

    def __init__(self, *args: Any, editions: Sequence[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {edition.row.pk: edition for edition in editions}
        offer(self, "packs", [(pk, e.pack.reference) for pk, e in self.editions.items()])


class SitesForm(forms.Form):
    """The sites that take part; without a site the organisation is looked at as a whole."""

    sites = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sites"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {site.pk: site for site in sites}
        offer(self, "sites", [(site.pk, site.name) for site in sites])


class ScopeForm(forms.Form):
    """How the analysis is called, what it covers, and where it should lead until when."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    scope = forms.CharField(
        label=gettext_lazy("Scope"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What is made or done, and where. It is printed on the report and on the "
            "Statement of Applicability."
        ),
    )
    aim = forms.IntegerField(
        label=gettext_lazy("Readiness aimed at, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        error_messages={
            "min_value": gettext_lazy("Write a number from 1 to 100, for example 95."),
            "max_value": gettext_lazy("Write a number from 1 to 100, for example 95."),
            "invalid": gettext_lazy("Write a number from 1 to 100, for example 95."),
        },
    )
    aim_on = forms.DateField(
        label=pgettext_lazy("deadline", "By"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("The line towards the plan leads to this day."),
    )


class AssessmentForm(ScopeForm, StandardsForm, SitesForm):
    """Everything about an analysis on one page, to change it later."""

    field_order = ("name", "scope", "packs", "sites", "aim", "aim_on")

    def __init__(
        self, *args: Any, editions: Sequence[Edition], sites: Sequence[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, editions=editions, sites=sites, **kwargs)

    def clean_packs(self) -> list[int]:
        """Two versions of the same edition would ask everything twice."""
        chosen: list[int] = self.cleaned_data["packs"]
        keys = [self.editions[pk].pack.id for pk in chosen]
        if len(set(keys)) < len(keys):
            raise forms.ValidationError(_("Choose each edition once."))
        return chosen
