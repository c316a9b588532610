"""Events in words for pages: what was done, and when, as people say it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from isonomy.base.audit_trail.sentences import SENTENCES, Places, facts_in_words
from isonomy.base.models import Event

register = template.Library()


@register.filter
def deed(event: Event) -> str:
    """What somebody did, without their name, which stands before it."""
    words = SENTENCES.get(event.verb)
    if words is None:
        return event.verb
    told = _(words) % Places({**facts_in_words(event.said), "who": "", "state": ""})
    return told.strip().rstrip(":").strip()


@register.filter
def moment(at: datetime) -> str:
    """A moment as people say it: "Today, 14:02", "18 Nov, 10:20", "1 Oct 2025"."""
    local = timezone.localtime(at)
    today = timezone.localdate()
    clock = date_format(local, "H:i")
    if local.date() == today:
        return _("Today, %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return _("Yesterday, %(clock)s") % {"clock": clock}
    if local.year == today.year:
        return f"{date_format(local, 'j M')}, {clock}"
    return date_format(local, "j M Y")
