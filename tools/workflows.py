"""Write docs/rooms/workflows.md from the workflows themselves; `check` only says whether it is current."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rooms" / "workflows.md"


def text() -> str:
    """The page: every workflow with its diagram, its steps, who may take them and what they need."""
    from isonomy.base.transitions import bound_workflows

    parts = [
        "# Workflows",
        "",
        "Drawn from the tables that buttons, services and the API read; do not edit by hand.",
    ]
    found = {
        bound.workflow.name: bound.workflow
        for model, bound in bound_workflows().items()
        if model.__module__.startswith("isonomy.")  # tests bind workflows of their own
    }
    for name, workflow in sorted(found.items()):
        parts += ["", f"## {name}", "", "```{code-block} text", workflow.diagram(), "```", ""]
        parts += ["| step | from | to | who | needs |", "|---|---|---|---|---|"]
        for step in workflow.transitions:
            needs = ", ".join(need.__name__.replace("_", " ") for need in step.needs)
            if step.reason_required:
                needs = f"{needs}, a reason".lstrip(", ")
            parts.append(
                f"| {step.name} | {', '.join(sorted(step.source))} | {step.target} "
                f"| {', '.join(sorted(step.by))} | {needs or '–'} |"
            )
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or with `check` answer 1 where it is not current."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomy.web.settings")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    if sys.argv[1:] == ["check"]:
        return int(PAGE.read_text("utf-8") != text())
    PAGE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
