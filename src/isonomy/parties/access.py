"""Who may reach the pages and programs' calls of this room."""

from __future__ import annotations

from isonomy.base.access import (
    ADMINISTRATORS,
    APPROVERS,
    MANAGERS,
    OPERATOR,
    PUBLIC,
    READERS,
    SIGNED_IN,
    Rule,
)

ROUTES: dict[str, Rule] = {
    "parties:organisation": READERS,
    "parties:change": APPROVERS,
    "parties:add_identifier": APPROVERS,
    "parties:identifier": APPROVERS,
    "parties:remove_identifier": APPROVERS,
    "parties:open_site": APPROVERS,
    "parties:site": READERS,
    "parties:change_site": APPROVERS,
    "parties:headcount": APPROVERS,
    "parties:close_site": APPROVERS,
    "parties:reopen_site": APPROVERS,
    "parties:people": READERS,
    "parties:member": ADMINISTRATORS,
    "parties:end_membership": ADMINISTRATORS,
    "parties:invite": ADMINISTRATORS,
    "parties:withdraw_invitation": ADMINISTRATORS,
    "parties:tokens": READERS,
    "parties:issue_token": READERS,
    "parties:revoke_token": READERS,
    "parties:trail": MANAGERS,
    "parties:found": SIGNED_IN,
    "parties:accept": PUBLIC,
    "parties:first": PUBLIC,
    "parties:account": SIGNED_IN,
    "parties:outbox": OPERATOR,
    "parties:mail": OPERATOR,
    "parties:installation_trail": OPERATOR,
}

OPERATIONS: dict[str, Rule] = {
    "parties.read_organisation": READERS,
    "parties.patch_organisation": APPROVERS,
    "parties.list_sites": READERS,
    "parties.create_site": APPROVERS,
    "parties.read_site": READERS,
    "parties.patch_site": APPROVERS,
    "parties.close": APPROVERS,
    "parties.reopen": APPROVERS,
    "parties.put_headcount": APPROVERS,
    "parties.list_people": READERS,
    "parties.put_member": ADMINISTRATORS,
    "parties.end_access": ADMINISTRATORS,
    "parties.list_events": MANAGERS,
}
