"""Stops uploads that are too large before they fill a disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

_FORM_AROUND_IT = 64 * 1024


def arrived_whole(request: HttpRequest, form: BaseForm, field: str = "file") -> bool:
    """Whether the files of a request were kept; otherwise the form says that they are too large.

    The form then says this alone: that a field is empty would be no news to whoever filled it.
    """
    limit = settings.MAX_UPLOAD_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) <= limit + _FORM_AROUND_IT:
        return True
    form.errors.clear()
    form.add_error(
        field, _("The file is larger than %(limit)d MB.") % {"limit": limit // (1024 * 1024)}
    )
    return False


class RefuseTooLarge(FileUploadHandler):
    """Stands before the other handlers; a file of a request beyond the limit is not kept at all.

    The view finds no file and a content length beyond `MAX_UPLOAD_BYTES`, and says so.
    """

    _too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 - named by Django
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Look at the declared length before anything is read."""
        self._too_large = content_length > settings.MAX_UPLOAD_BYTES + _FORM_AROUND_IT

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip every file of a request that is too large."""
        super().new_file(*args, **kwargs)
        if self._too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass everything on to the handlers behind."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The handlers behind hold the file."""
        return None
