"""What a request knows once it has passed the door."""

from __future__ import annotations

from django.http import HttpRequest

from isonomy.base.access import Actor


class ActingRequest(HttpRequest):
    """A request of somebody who acts for an organisation; every page under `/o/…/` gets one."""

    actor: Actor
    request_id: str
