"""Addresses of results, plan, baselines, Statement of Applicability and carry-over."""

from __future__ import annotations

from django.urls import URLPattern, path

from isonomy.gap.views import (
    action,
    baselines,
    carry,
    gaps,
    plan,
    results,
    setup,
    statement,
    versions,
)

_ROOM = "o/<slug:org>/gap/"
_ONE = _ROOM + "<int:assessment>/"
_ACTION = _ONE + "plan/<int:pk>/"
_SOA = _ONE + "statement/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, setup.home, name="home"),
    path(_ROOM + "begin/", setup.begin, name="begin"),
    path(_ROOM + "begin/<slug:step>/", setup.begin_step, name="begin_step"),
    path(_ONE + "edit/", setup.edit, name="edit"),
    path(_ONE + "close/", setup.close, name="close"),
    path(_ONE + "reopen/", setup.reopen, name="reopen"),
    path(_ONE, results.results, name="results"),
    path(_ONE + "gaps/", gaps.listing, name="gaps"),
    path(_ONE + "gaps/plan/", gaps.plan_chosen, name="gaps_plan"),
    path(_ONE + "plan/", plan.listing, name="plan"),
    path(_ONE + "plan/board/", plan.board, name="board"),
    path(_ONE + "plan/gantt/", plan.gantt, name="gantt"),
    path(_ONE + "plan/new/", action.new, name="action_new"),
    path(_ACTION, action.page, name="action"),
    path(_ACTION + "edit/", action.edit, name="action_edit"),
    path(_ACTION + "step/<slug:step>", action.step, name="action_step"),
    path(_ONE + "baselines/", baselines.listing, name="baselines"),
    path(_ONE + "baselines/freeze/", baselines.freeze, name="freeze"),
    path(_ONE + "baselines/compare/", baselines.compare, name="compare"),
    path(_ONE + "baselines/<int:pk>/", baselines.page, name="baseline"),
    path(_SOA, statement.page, name="statement"),
    path(_SOA + "control/<str:key>/", statement.control, name="control"),
    path(_SOA + "versions/draw-up/", versions.draw_up, name="statement_draw_up"),
    path(_SOA + "versions/<int:number>/", versions.page, name="statement_version"),
    path(_SOA + "versions/<int:number>/approve/", versions.approve, name="statement_approve"),
    path(_SOA + "versions/<int:number>/pdf/", versions.pdf, name="statement_pdf"),
    path(_SOA + "versions/<int:number>/xlsx/", versions.xlsx, name="statement_xlsx"),
    path(_ONE + "carry-over/", carry.choose, name="carry"),
    path(_ONE + "carry-over/<int:pack>/", carry.preview, name="carry_over"),
]
