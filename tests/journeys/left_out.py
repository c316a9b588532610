"""Addresses that are no page to look at, each with its reason."""

from __future__ import annotations

NOT_A_PAGE = {
    "health": "JSON for machines",
    "api_schema": "JSON for machines",
    "catalogue:oscal": "a JSON file",
    "catalogue:documents_file": "a file",
    "gap:file": "a file",
    "gap:oscal_catalogue": "a JSON file",
    "gap:statement_pdf": "a file",
    "gap:statement_xlsx": "a file",
    "gap:evidence_file": "a file",
    "exchange:errors": "a file",
    "exchange:file": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "a JSON challenge for the browser",
    "openid_connect_login": "leads to an identity provider, none is set",
    "openid_connect_callback": "comes from an identity provider, none is set",
    "account_signup": "closed: an account comes with an invitation",
    "account_confirm_login_code": "closed: signing in by a mailed code is not offered",
    "socialaccount_signup": "closed: single sign-on admits only people who are known here",
    "mfa_edit_webauthn": "needs a passkey, which a headless browser without a device has not",
    "mfa_remove_webauthn": "needs a passkey, which a headless browser without a device has not",
    "mfa_reauthenticate_webauthn": "needs a passkey, which a headless browser has not",
}

ONLY_SENT = frozenset(
    [
        "appearance",
        "language",
        "catalogue:overlay",
        "catalogue:attributes",
        "exchange:take",
        "gap:answer",
        "gap:split",
        "gap:join",
        "gap:same_at_site",
        "gap:evidence_use",
        "gap:evidence_stop",
        "gap:evidence_withdraw",
        "gap:close",
        "gap:reopen",
        "gap:gaps_plan",
        "gap:action_step",
        "gap:statement_draw_up",
        "parties:remove_identifier",
        "parties:reopen_site",
        "parties:end_membership",
        "parties:withdraw_invitation",
        "parties:revoke_token",
    ]
)
"""Addresses that take a form and lead on to a page."""

VARIANTS: dict[str, tuple[str, ...]] = {
    "gap:question": ("", "?show=gaps"),
    "gap:results": ("", "?standard=iso27001"),
    "gap:gaps": ("", "?standard=iso27001&severity=does_not_conform&planned=no"),
    "gap:plan": ("", "?state=done"),
    "catalogue:search": ("?q=risk", "?q=zzzz"),
    "exchange:import": ("", "?show=error"),
}
"""Further states of a page, by what follows its address."""
