"""Addresses of the parties room."""

from __future__ import annotations

from django.urls import path

from isonomy.parties.views import (
    account,
    installation,
    invitation,
    organisation,
    people,
    site,
    trail,
)
from isonomy.parties.views import token as tokens

app_name = "parties"
_HERE = "o/<slug:org>/organisation/"

urlpatterns = [
    path(_HERE, organisation.show, name="organisation"),
    path(f"{_HERE}change/", organisation.change, name="change"),
    path(f"{_HERE}identifiers/new/", organisation.add_identifier, name="add_identifier"),
    path(f"{_HERE}identifiers/<int:pk>/", organisation.identifier, name="identifier"),
    path(
        f"{_HERE}identifiers/<int:pk>/remove/",
        organisation.remove_identifier,
        name="remove_identifier",
    ),
    path(f"{_HERE}sites/new/", site.open_new, name="open_site"),
    path(f"{_HERE}sites/<int:pk>/", site.show, name="site"),
    path(f"{_HERE}sites/<int:pk>/change/", site.change, name="change_site"),
    path(f"{_HERE}sites/<int:pk>/headcount/", site.headcount, name="headcount"),
    path(f"{_HERE}sites/<int:pk>/close/", site.close, name="close_site"),
    path(f"{_HERE}sites/<int:pk>/reopen/", site.reopen, name="reopen_site"),
    path(f"{_HERE}people/", people.show, name="people"),
    path(f"{_HERE}people/invite/", people.invite, name="invite"),
    path(f"{_HERE}people/<int:pk>/", people.member, name="member"),
    path(f"{_HERE}people/<int:pk>/end/", people.end, name="end_membership"),
    path(f"{_HERE}invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path(f"{_HERE}tokens/", tokens.show, name="tokens"),
    path(f"{_HERE}tokens/new/", tokens.issue, name="issue_token"),
    path(f"{_HERE}tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path(f"{_HERE}trail/", trail.show, name="trail"),
    path("organisations/new/", organisation.found, name="found"),
    path("invitation/<str:secret>/", invitation.accept, name="accept"),
    path("first/<str:secret>/", invitation.first, name="first"),
    path("account/", account.show, name="account"),
    path("installation/outbox/", installation.outbox, name="outbox"),
    path("installation/outbox/<int:pk>/", installation.mail, name="mail"),
    path("installation/trail/", trail.installation, name="installation_trail"),
]
