"""Settings of an installation, read from the environment; nothing else is configured anywhere."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from isonomy import __version__
from isonomy.web import readers

HERE = Path(__file__).resolve().parent
DATA = Path(readers.text("ISONOMY_DATA", "data")).resolve()
DEMO = readers.flag("ISONOMY_DEMO")
DEBUG = readers.flag("ISONOMY_DEBUG")
VERSION = __version__


def _secret_key() -> str:
    """The key from the environment, or one made at the first start and kept beside the data."""
    given = readers.secret("ISONOMY_SECRET_KEY")
    if given:
        return given
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _database() -> dict[str, Any]:
    """SQLite beside the data, or PostgreSQL where a URL is set."""
    url = readers.text("ISONOMY_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "isonomy.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
                "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise readers.SettingError("ISONOMY_DATABASE_URL must start with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": readers.secret("ISONOMY_DATABASE_PASSWORD") or unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- where it is reached ---
SITE_URL = readers.text("ISONOMY_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [host for host in readers.text("ISONOMY_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE = SITE_URL.startswith("https://")
if readers.flag("ISONOMY_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "isonomy_demo" if DEMO else "isonomy"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- rooms, lower floors first ---
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "isonomy.base.apps.BaseConfig",
    "isonomy.base.files",
    "isonomy.base.jobs",
    "isonomy.base.keeping.apps.KeepingConfig",
    "isonomy.parties.apps.PartiesConfig",
    "isonomy.catalogue",
    "isonomy.exchange",
    "isonomy.gap",
    "isonomy.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "isonomy.web.presence.LastSeen",
    "isonomy.web.language.LanguageOfPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "isonomy.web.problems.ProblemsForPrograms",
    "isonomy.web.gatekeeper.Gatekeeper",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "isonomy.web.urls"
WSGI_APPLICATION = "isonomy.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "isonomy.base.templatetags.look",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "isonomy.web.surroundings.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "isonomy.base.look.HouseForms"

# --- people ---
AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "isonomy.parties.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
USERSESSIONS_TRACK_ACTIVITY = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Isonomy"
MFA_ADAPTER = "isonomy.parties.adapter.MethodsAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "isonomy.parties.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "isonomy.parties.door.name_given"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"


def _openid_connect() -> dict[str, Any]:
    """One identity provider by settings; none where its address is not set."""
    server = readers.text("ISONOMY_OIDC_SERVER", "")
    if not server:
        return {}
    app = {
        "provider_id": "oidc",
        "name": readers.text("ISONOMY_OIDC_NAME", "Single sign-on"),
        "client_id": readers.text("ISONOMY_OIDC_CLIENT_ID"),
        "secret": readers.secret("ISONOMY_OIDC_SECRET") or "",
        "settings": {"server_url": server},
    }
    known_by_address = {"EMAIL_AUTHENTICATION": True, "EMAIL_AUTHENTICATION_AUTO_CONNECT": True}
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True, **known_by_address}}


SOCIALACCOUNT_PROVIDERS = _openid_connect()

# --- mail ---
_MAIL = readers.text("ISONOMY_MAIL_URL", "")
MAIL_IS_SENT = bool(_MAIL)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MAIL_IS_SENT
    else "isonomy.parties.outbox.OutboxBackend"
)
_mail = urlsplit(_MAIL)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 587
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = readers.secret("ISONOMY_MAIL_PASSWORD") or unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = readers.text("ISONOMY_MAIL_FROM", "isonomy@localhost")

# --- language and time ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [HERE.parent / "locale"]
FORMAT_MODULE_PATH = "isonomy.locale"
USE_I18N = True
USE_TZ = True
TIME_ZONE = readers.text("ISONOMY_TIME_ZONE", "UTC")
LANGUAGE_COOKIE_NAME = "isonomy_language"

# --- files, uploads, work in the background ---
STATIC_URL = "/static/"
STATIC_ROOT = readers.text("ISONOMY_STATIC", str(DATA / "static"))
FILES_ROOT = DATA / "files"
MAX_UPLOAD_BYTES = readers.number("ISONOMY_MAX_UPLOAD_MB", 50, least=1, most=2000) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "isonomy.base.files.arriving.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000


def _file_storage() -> dict[str, Any]:
    """Evidence files in a local folder, or in an S3-compatible store where a bucket is set."""
    bucket = readers.text("ISONOMY_S3_BUCKET", "")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": FILES_ROOT},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": readers.text("ISONOMY_S3_ENDPOINT", "") or None,
            "access_key": readers.secret("ISONOMY_S3_KEY"),
            "secret_key": readers.secret("ISONOMY_S3_SECRET"),
            "region_name": readers.text("ISONOMY_S3_REGION", "") or None,
            "default_acl": "private",
            "querystring_auth": True,
        },
    }


STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": _file_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {
        "handlers": ["console"],
        "level": readers.choice("ISONOMY_LOG", ["DEBUG", "INFO", "WARNING", "ERROR"], "WARNING"),
    },
}
