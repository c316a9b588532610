"""Sentences of the sign-in library that are marked again, so that they speak as the house speaks.

The library's German says "Du"; our own words for these sentences come first.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REWORDED = (
    _("You cannot remove your primary email address."),
    _("Please type your current password."),
    _("You cannot add more than %d email addresses."),
    _("Your primary email address must be verified."),
    _("Be patient, you are sending too many requests."),
    _("You must type the same password each time."),
    _("You must type the same email each time."),
    _("Your account has no password set up."),
    _("Your account has no verified email address."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
    _("You are already logged in as %(user_display)s."),
    _("Your password has been changed."),
    _("Your password is now changed."),
)
