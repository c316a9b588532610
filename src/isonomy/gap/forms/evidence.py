"""Forms that bring evidence in and say what it proves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from isonomy.base.access import Actor
from isonomy.base.files.notice import FileRefused
from isonomy.base.files.services import keep_upload
from isonomy.base.look import DayInput
from isonomy.gap.models import Evidence
from isonomy.gap.services.evidence import Proven


class EvidenceForm(forms.Form):
    """A file, a link, or where a record is kept; with the day or period it proves."""

    file = forms.FileField(label=_("File"), required=False)
    url = forms.URLField(
        label=_("Or a link"), required=False, max_length=1000, assume_scheme="https"
    )
    place = forms.CharField(
        label=_("Or where the record is kept"),
        required=False,
        max_length=300,
        help_text=_("For example: calibration folder, laboratory, shelf 3."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the name of the file."),
    )
    proves_from = forms.DateField(
        label=_("Proves from"),
        required=False,
        widget=DayInput,
        help_text=_("The day or period it speaks about, not the day of the upload."),
    )
    proves_until = forms.DateField(label=_("Proves until"), required=False, widget=DayInput)
    review_months = forms.IntegerField(
        label=_("Renew after, in months"), required=False, min_value=1, max_value=240
    )
    part = forms.ChoiceField(label=_("Proves it for"), required=False)

    def __init__(
        self,
        *args: Any,
        parts: list[tuple[str, str]] | None = None,
        old: Evidence | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        if parts:
            self.fields["part"].choices = [("", _("Every standard the answer serves")), *parts]  # type: ignore[attr-defined]
        else:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        """Exactly one place where the proof is, and a period that ends after it starts."""
        data = super().clean() or {}
        given = [name for name in ("file", "url", "place") if data.get(name)]
        kept = self.old is not None and self.old.kind == Evidence.Kind.FILE
        if not given and not kept and not self.errors:
            self.add_error("file", _("Choose a file, or write a link or a place."))
        if len(given) > 1:
            self.add_error(given[1], _("Only one of file, link and place."))
        first, last = data.get("proves_from"), data.get("proves_until")
        if first and last and last < first:
            self.add_error("proves_until", _("It ends before it starts."))
        if not data.get("title"):
            upload: UploadedFile[bytes] | None = data.get("file")
            data["title"] = (upload.name if upload else data.get("url") or data.get("place")) or ""
            data["title"] = data["title"][:200]
        return data

    def proven(self, actor: Actor) -> Proven | None:
        """What was brought in, with the file stored; None where the file is refused, with the reason."""
        data = self.cleaned_data
        stored, name = (self.old.file, self.old.file_name) if self.old else (None, "")
        if data.get("url") or data.get("place"):
            stored, name = None, ""
        if upload := data.get("file"):
            try:
                stored, name = keep_upload(actor=actor, upload=upload), str(upload.name)[:255]
            except FileRefused as refused:
                said = refused.notice
                self.add_error("file", _now(said.template) % dict(said.facts))
                return None
        return Proven(
            title=data["title"],
            file=stored,
            file_name=name,
            url=data.get("url") or "",
            place=data.get("place") or "",
            proves_from=data.get("proves_from"),
            proves_until=data.get("proves_until"),
            review_months=data.get("review_months"),
        )
