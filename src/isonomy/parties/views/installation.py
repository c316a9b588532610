"""What operators of the installation see: mails that could not be sent."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from isonomy.parties.models import OutgoingMail


def outbox(request: HttpRequest) -> HttpResponse:
    """The mails that wait to be passed on by hand; not there once a mail server is set."""
    if settings.MAIL_IS_SENT:
        raise Http404
    page = Paginator(OutgoingMail.objects.order_by("-at", "-pk"), 25).get_page(
        request.GET.get("page")
    )
    return render(request, "parties/outbox.html", {"page": page})


def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with its text."""
    if settings.MAIL_IS_SENT:
        raise Http404
    return render(request, "parties/mail.html", {"mail": get_object_or_404(OutgoingMail, pk=pk)})
