"""Values of rows as an event keeps them: plain JSON, personal ones as salted commitments."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise

from isonomy.proof.canonical import canonical


def plain(value: Any) -> Any:
    """A field's value as exact JSON: dates, decimals and ids as text, text and numbers as they are."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | float | Promise | StrEnum):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return _plain_within(value)


def _plain_within(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def personal_fields(model: type[models.Model]) -> frozenset[str]:
    """The columns of a kind of row that hold what is personal, as the model declares them."""
    return getattr(model, "personal", frozenset())


def commit(value: Any) -> tuple[str, str]:
    """A salt, and the digest that binds a value without showing it."""
    salt = secrets.token_hex(16)
    return salt, hashlib.sha256(bytes.fromhex(salt) + canonical([value])).hexdigest()


def restored(field: models.Field[Any, Any], value: Any) -> Any:
    """A field's value out of an event, in the type that the row has."""
    if isinstance(field, models.JSONField) or value is None:
        return value
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)
