"""Whose tokens may make which calls of the gap room."""

from __future__ import annotations

from isonomy.base.access import APPROVERS, EDITORS, MANAGERS, READERS, Rule

_READ = (
    "list_editions", "list_requirements", "list_assessments", "read_assessment", "read_results",
    "list_gaps", "list_questions", "read_question", "read_answer", "list_evidence",
    "read_evidence", "download_evidence", "list_uses", "list_actions", "read_action",
    "list_action_steps", "list_baselines", "read_baseline", "compare", "plan_carry_over",
    "list_statements", "read_statement", "download_statement", "list_statement_steps",
    "list_imports", "read_import", "list_rows", "download", "download_catalogue",
)  # fmt: skip
_EDIT = (
    "put_answer", "drop_site_answer", "split", "join", "create_evidence", "upload_evidence",
    "put_evidence", "renew", "renew_by_file", "use", "stop", "create_action", "put_action",
    "take_action_step", "bring", "choose", "apply", "undo",
)  # fmt: skip
_LEAD = (
    "begin", "patch_assessment", "close_analysis", "reopen_analysis", "withdraw", "freeze",
    "apply_carry_over", "draw_up",
)  # fmt: skip
_APPROVE = ("take_statement_step",)

OPERATIONS: dict[str, Rule] = {
    f"gap.{name}": roles
    for names, roles in (
        (_READ, READERS),
        (_EDIT, EDITORS),
        (_LEAD, MANAGERS),
        (_APPROVE, APPROVERS),
    )
    for name in names
}
