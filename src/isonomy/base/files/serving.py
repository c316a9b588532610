"""Hands a stored file to a browser so that nothing in it can act on our pages."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified

from isonomy.base.files.models import StoredFile
from isonomy.base.files.naming import safe_name
from isonomy.base.files.store import open_bytes

SHOWN_INLINE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"}
)
"""Kinds that cannot run anything when shown; everything else is only ever downloaded."""


def send_file(
    request: HttpRequest, file: StoredFile, name: str, *, inline: bool = False
) -> HttpResponseBase:
    """Send the bytes under a safe name; drawings (SVG), web pages and the like as a download only.

    The browser is told not to guess the kind, and a sandbox without scripts encloses it.
    """
    tag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    shown = inline and file.media_type in SHOWN_INLINE
    response = FileResponse(
        open_bytes(file.sha256),
        as_attachment=not shown,
        filename=safe_name(name),
        content_type=_content_type(file.media_type, shown=shown),
    )
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = tag
    return response


def _content_type(media_type: str, *, shown: bool) -> str:
    if media_type == "text/plain":
        return "text/plain; charset=utf-8"
    return (
        media_type if shown or media_type.startswith("application/") else "application/octet-stream"
    )
