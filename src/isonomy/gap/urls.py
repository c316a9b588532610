"""Addresses of the gap room."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, path

from isonomy.gap.views import answer, evidence, work

app_name = "gap"

_ROOM = "o/<slug:org>/gap/"
_WORK = _ROOM + "<int:assessment>/"
_QUESTION = _WORK + "q/<str:key>/"

urlpatterns: list[URLPattern] = [
    path(_WORK + "work/", work.work, name="work"),
    path(_QUESTION, work.question, name="question"),
    path(_QUESTION + "answer/", answer.answer, name="answer"),
    path(_QUESTION + "split/", answer.split, name="split"),
    path(_QUESTION + "join/", answer.join, name="join"),
    path(_QUESTION + "same/", answer.same, name="same_at_site"),
    path(_QUESTION + "history/", evidence.question_history_page, name="question_history"),
    path(_QUESTION + "evidence/add/", evidence.add, name="evidence_add"),
    path(_QUESTION + "evidence/use/", evidence.use, name="evidence_use"),
    path(_QUESTION + "evidence/<int:use>/stop/", evidence.stop, name="evidence_stop"),
    path(_ROOM + "evidence/", evidence.listing, name="evidence"),
    path(_ROOM + "evidence/<int:pk>/", evidence.page, name="evidence_page"),
    path(_ROOM + "evidence/<int:pk>/change/", evidence.change, name="evidence_change"),
    path(_ROOM + "evidence/<int:pk>/renew/", evidence.renew, name="evidence_renew"),
    path(_ROOM + "evidence/<int:pk>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path(_ROOM + "evidence/<int:pk>/file/", evidence.download, name="evidence_file"),
]
for _part in ("results", "files"):
    if find_spec(f"isonomy.gap.urls_{_part}") is not None:
        urlpatterns += import_module(f"isonomy.gap.urls_{_part}").urlpatterns
