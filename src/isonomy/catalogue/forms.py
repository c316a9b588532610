"""What people type and bring into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from isonomy.catalogue.services.attributes import NAMES


class ClauseTextForm(forms.Form):
    """The text of a clause from the organisation's own copy."""

    text = forms.CharField(
        label=_("Text of your licensed copy"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only people of your organisation see it. It is never exported."),
    )
    source = forms.CharField(
        label=_("Copy or licence it comes from"),
        max_length=200,
        required=False,
        help_text=_("For example the order number and the name of the licence holder."),
    )


class AttributesForm(forms.Form):
    """The five attributes of a control; the values come from the owner's copy."""

    control_type = forms.CharField(label=_("Control type"), max_length=400, required=False)
    property = forms.CharField(
        label=_("Information security properties"), max_length=400, required=False
    )
    concept = forms.CharField(label=_("Cybersecurity concepts"), max_length=400, required=False)
    capability = forms.CharField(
        label=_("Operational capabilities"), max_length=400, required=False
    )
    domain = forms.CharField(label=_("Security domains"), max_length=400, required=False)

    @classmethod
    def initial_of(cls, values: Mapping[str, list[str]]) -> dict[str, str]:
        """The values as they were filled in, parted by commas."""
        return {name: ", ".join(values.get(name, ())) for name in NAMES}


class AttributesFileForm(forms.Form):
    """A table with one row per control."""

    file = forms.FileField(
        label=_("Table of attributes"),
        help_text=_(
            "CSV, XLSX, XLS or ODS with a column “control” and columns such as “control type”, "
            "“information security properties”, “cybersecurity concepts”, “operational "
            "capabilities” and “security domains”."
        ),
    )


class FrameworkForm(forms.Form):
    """A framework of another publisher, and for a profile the catalogue it selects from."""

    file = forms.FileField(
        label=_("File of the framework"),
        help_text=_(
            "OSCAL catalogue or profile (JSON, YAML), a framework library (YAML, XLSX), "
            "a self-assessment workbook, or a table with a number and a text per row."
        ),
    )
    catalogue = forms.FileField(
        label=_("Catalogue for a profile"),
        required=False,
        help_text=_("Only where the file is an OSCAL profile: the catalogue it selects from."),
    )
