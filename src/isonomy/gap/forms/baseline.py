"""What people write when they freeze a baseline."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class FreezeForm(forms.Form):
    """A name that is not taken yet, and why."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("For example: Before the first internal audit."),
    )
    note = forms.CharField(
        label=gettext_lazy("Why you freeze it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
