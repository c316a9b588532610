"""The access table of the whole house: every room's rows, and those of the sign-in pages."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from isonomy.base.access import ACCESS, PUBLIC, READERS, SIGNED_IN, Rule

ROUTES: dict[str, Rule] = {
    "start": PUBLIC,
    "health": PUBLIC,
    "about": PUBLIC,
    "kit": SIGNED_IN,
    "appearance": PUBLIC,
    "language": PUBLIC,
    "home": READERS,
    "api_reference": SIGNED_IN,
    "api_schema": PUBLIC,
}

SIGN_IN: dict[str, Rule] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    "socialaccount_connections": SIGNED_IN,
}
"""Pages of the sign-in library. Signing up and sign-in by code have no row: nobody reaches them."""

CLOSED = {
    "account_signup": "an account comes with an invitation",
    "account_confirm_login_code": "signing in by a mailed code is not offered",
    "socialaccount_signup": "single sign-on admits only people who are known here",
}
"""Addresses of libraries that nobody may reach, with the reason."""

ROOMS = ("parties", "catalogue", "exchange", "gap")


def fill() -> None:
    """Put every room's rows into the table; called once when the addresses are loaded."""
    ACCESS.add(ROUTES)
    ACCESS.add(SIGN_IN)
    for room in ROOMS:
        name = f"isonomy.{room}.access"
        if find_spec(name) is not None:
            ACCESS.add(import_module(name).ROUTES)
