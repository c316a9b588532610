"""A file beyond the limit of the installation is not written to disk; one within it is taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory


@pytest.mark.parametrize(("size", "kept"), [(90_000, ["file"]), (300_000, [])])
def test_only_a_file_within_the_limit_is_kept(settings: Any, size: int, kept: list[str]) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000
    data = {"file": SimpleUploadedFile("a.csv", b"x" * size), "into": "sites"}
    request = RequestFactory().post("/", data)
    assert request.POST["into"] == "sites"
    assert list(request.FILES) == kept
