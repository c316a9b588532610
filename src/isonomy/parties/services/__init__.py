"""What is done with organisations, sites, people, invitations and tokens; each verb is recorded."""

from isonomy.parties.services.invitation import (
    accept_invitation,
    first_administrator_link,
    found_by_first_link,
    invite,
    withdraw_invitation,
)
from isonomy.parties.services.membership import add_member, change_role, end_membership
from isonomy.parties.services.organisation import (
    add_identifier,
    change_identifier,
    change_organisation,
    found_organisation,
    remove_identifier,
)
from isonomy.parties.services.person import change_person, name_person
from isonomy.parties.services.site import (
    Count,
    change_site,
    close_site,
    open_site,
    record_headcount,
    reopen_site,
)
from isonomy.parties.services.token import issue_token, revoke_token

__all__ = [
    "Count",
    "accept_invitation",
    "add_identifier",
    "add_member",
    "change_identifier",
    "change_organisation",
    "change_person",
    "change_role",
    "change_site",
    "close_site",
    "end_membership",
    "first_administrator_link",
    "found_by_first_link",
    "found_organisation",
    "invite",
    "issue_token",
    "name_person",
    "open_site",
    "record_headcount",
    "remove_identifier",
    "reopen_site",
    "revoke_token",
    "withdraw_invitation",
]
