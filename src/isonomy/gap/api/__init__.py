"""The gap room for programs: everything its pages do."""

from __future__ import annotations

from ninja import Router

from isonomy.gap.api import answers, assessments, course, editions, evidence, files, imports, plan

router = Router()
for part in (editions, assessments, answers, evidence, plan, course, imports, files):
    router.add_router("", part.router)
