"""Idempotency keys: a program that asks the same thing twice gets the same answer, done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from isonomy.base.api import problem
from isonomy.parties.models import KeptAnswer

KEPT_FOR = timedelta(days=1)
GIVEN_UP_AFTER = timedelta(minutes=10)
LONGEST_KEY = 200


def once(
    request: HttpRequest, token_hash: str, act: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Carry out a write once for its `Idempotency-Key`; without the header, simply carry it out."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.method in {"GET", "HEAD", "OPTIONS"}:
        return act()
    if len(key) > LONGEST_KEY:
        return problem(request, 422, "The idempotency key is longer than 200 characters.")
    digest = _digest(request)
    kept = _claim(token_hash, key, digest)
    if kept is None:
        return _again(request, token_hash, key, digest)
    try:
        response = act()
    except BaseException:
        kept.delete()
        raise
    _keep(kept, response)
    return response


def _digest(request: HttpRequest) -> str:
    """What makes two requests the same: method, address, content type and what is sent.

    Of an upload the fields and the bytes of files count, not the marks between them, which a
    program makes anew for every try.
    """
    told = f"{request.method}\n{request.get_full_path()}\n{request.content_type}\n"
    if request.content_type != "multipart/form-data":
        return hashlib.sha256(told.encode() + request.body).hexdigest()
    digest = hashlib.sha256(told.encode())
    for name, values in sorted(request.POST.lists()):
        digest.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _claim(token_hash: str, key: str, digest: str) -> KeptAnswer | None:
    """The place of this key if it is free, or was given up by a request that died."""
    now = timezone.now()
    KeptAnswer.objects.filter(token_hash=token_hash, key=key, at__lt=now - KEPT_FOR).delete()
    KeptAnswer.objects.filter(
        token_hash=token_hash, key=key, status__isnull=True, at__lt=now - GIVEN_UP_AFTER
    ).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                token_hash=token_hash, key=key, request_digest=digest, at=now
            )
    except IntegrityError:
        return None


def _again(request: HttpRequest, token_hash: str, key: str, digest: str) -> HttpResponse:
    kept = KeptAnswer.objects.filter(token_hash=token_hash, key=key).first()
    if kept is None or kept.status is None:
        return problem(
            request, 409, "The first request with this key is still at work.", kind="in-progress"
        )
    if kept.request_digest != digest:
        return problem(
            request, 422, "This idempotency key was used for another request.", kind="key-reused"
        )
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    response.headers["Idempotent-Replay"] = "true"
    return response


def _keep(kept: KeptAnswer, response: HttpResponseBase) -> None:
    """Remember the answer; one that failed on our side may be asked for again."""
    if response.status_code >= 500 or not isinstance(response, HttpResponse):
        kept.delete()
        return
    kept.status = response.status_code
    kept.content_type = response.headers.get("Content-Type", "")
    kept.body = response.content.decode("utf-8", "replace")
    kept.save()


def forget_old_answers() -> int:
    """Drop answers whose day is over; returns how many."""
    dropped, _ = KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return dropped
