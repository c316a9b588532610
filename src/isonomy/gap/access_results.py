"""Who may do what with results, plan, baselines, Statement of Applicability and carry-over."""

from __future__ import annotations

from isonomy.base.access import APPROVERS, EDITORS, MANAGERS, READERS, Rule

ROUTES: dict[str, Rule] = {
    "gap:home": READERS,
    "gap:begin": MANAGERS,
    "gap:begin_step": MANAGERS,
    "gap:edit": MANAGERS,
    "gap:close": MANAGERS,
    "gap:reopen": MANAGERS,
    "gap:results": READERS,
    "gap:gaps": READERS,
    "gap:gaps_plan": EDITORS,
    "gap:plan": READERS,
    "gap:board": READERS,
    "gap:gantt": READERS,
    "gap:action_new": EDITORS,
    "gap:action": READERS,
    "gap:action_edit": EDITORS,
    "gap:action_step": EDITORS,
    "gap:baselines": READERS,
    "gap:freeze": MANAGERS,
    "gap:compare": READERS,
    "gap:baseline": READERS,
    "gap:statement": READERS,
    "gap:control": EDITORS,
    "gap:statement_draw_up": MANAGERS,
    "gap:statement_version": READERS,
    "gap:statement_approve": APPROVERS,
    "gap:statement_pdf": READERS,
    "gap:statement_xlsx": READERS,
    "gap:carry": MANAGERS,
    "gap:carry_over": MANAGERS,
}
