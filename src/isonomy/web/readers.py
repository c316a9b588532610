"""Read the installation's settings from the environment: typed, loud when wrong.

Every reader takes the full name (`ISONOMY_...`). A value may also stand in a file whose path is in
`NAME_FILE`, as containers and systemd hand over secrets. An empty value counts as not set.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})
_LARGEST_VALUE: Final = 64 * 1024  # bytes in a NAME_FILE; a secret is never longer


class SettingError(ImproperlyConfigured):
    """A setting is missing or cannot be understood; the message names it and says what is wanted."""


def text(name: str, default: str | None = None) -> str:
    """The setting as written; without a default it must be set."""
    value = _raw(name)
    if value is not None:
        return value
    if default is None:
        raise SettingError(f"{name} must be set.")
    return default


def secret(name: str) -> str | None:
    """A password or key, or None when it is not set; its value never appears in a message."""
    return _raw(name)


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on or 0, false, no, off."""
    value = _raw(name)
    if value is None:
        return default
    word = value.lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise SettingError(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number within its bounds, both included."""
    value = _raw(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise SettingError(f"{name} must be a whole number, not {value!r}.") from None
    if least is not None and found < least:
        raise SettingError(f"{name} must be {least} or more, not {found}.")
    if most is not None and found > most:
        raise SettingError(f"{name} must be {most} or less, not {found}.")
    return found


def choice(name: str, options: Sequence[str], default: str) -> str:
    """One word out of a closed list."""
    value = _raw(name)
    if value is None:
        return default
    if value not in options:
        raise SettingError(f"{name} must be one of {', '.join(options)}, not {value!r}.")
    return value


def url(name: str, default: str = "", *, schemes: Sequence[str] = ("http", "https")) -> str:
    """An absolute address without a trailing slash; empty when it is not set.

    Addresses may carry a password (a database's does), so the message names the setting only.
    """
    value = _raw(name)
    if value is None:
        return default
    try:
        parts = urlsplit(value)
        _ = parts.port  # a wrong port is only noticed when it is read
    except ValueError:
        raise SettingError(f"{name} is not an address.") from None
    if parts.scheme not in schemes:
        raise SettingError(f"{name} must start with {' or '.join(f'{s}://' for s in schemes)}.")
    return value.rstrip("/")


def listing(name: str, default: Sequence[str] = ()) -> list[str]:
    """Values divided by commas; blanks around them and empty ones are dropped."""
    value = _raw(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder as an absolute path; it need not exist yet."""
    value = _raw(name)
    return (Path(value).expanduser() if value else default).absolute()


def _raw(name: str) -> str | None:
    direct = os.environ.get(name, "").strip()
    path = os.environ.get(f"{name}_FILE", "").strip()
    if direct and path:
        raise SettingError(f"{name} and {name}_FILE are both set; keep one of them.")
    if not path:
        return direct or None
    return _from_file(name, Path(path))


def _from_file(name: str, path: Path) -> str | None:
    try:
        with path.open("rb") as handle:
            content = handle.read(_LARGEST_VALUE + 1)
        if len(content) > _LARGEST_VALUE:
            raise SettingError(f"{name}_FILE points to a file of more than {_LARGEST_VALUE} bytes.")
        return content.decode("utf-8").strip() or None
    except OSError as error:
        raise SettingError(f"{name}_FILE cannot be read: {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingError(f"{name}_FILE is not UTF-8 text: {path}.") from None
