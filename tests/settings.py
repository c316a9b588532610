"""The settings of an installation, with data in a folder that the test run throws away."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("ISONOMY_DATA", tempfile.mkdtemp(prefix="isonomy-tests-"))
os.environ.setdefault("ISONOMY_LOG", "ERROR")
os.environ.setdefault("ISONOMY_URL", "http://testserver")

from isonomy.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
STORAGES["staticfiles"] = {  # type: ignore[name-defined]  # noqa: F405 - nothing is gathered
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
