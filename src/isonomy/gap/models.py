"""Assessments, answers, evidence, the plan, baselines and the Statement of Applicability."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomy.base.scope import OwnedModel
from isonomy.catalogue.models import InstalledPack
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.soa import SoaState
from isonomy.norms.gap.state import State
from isonomy.parties.models import Organisation, Person, Site

STATE_LABELS = {
    State.CONFORMS: _("Conforms"),
    State.PARTLY: _("Partly"),
    State.DOES_NOT_CONFORM: _("Does not conform"),
    State.NOT_APPLICABLE: _("Not applicable"),
    State.NOT_ASSESSED: _("Not assessed"),
}
ACTION_LABELS = {
    ActionState.PLANNED: _("Planned"),
    ActionState.IN_PROGRESS: _("In progress"),
    ActionState.DONE: _("Done"),
    ActionState.CANCELLED: _("Cancelled"),
}
SOA_LABELS = {
    SoaState.DRAFT: _("Draft"),
    SoaState.APPROVED: _("Approved"),
    SoaState.SUPERSEDED: _("Superseded"),
}


class Assessment(OwnedModel):
    """A gap analysis: which editions, which sites, which scope; its answers grow over the years."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    scope = models.TextField(_("scope"), blank=True)
    aim = models.PositiveSmallIntegerField(_("readiness aimed at, in percent"), default=100)
    aim_on = models.DateField(_("by"), null=True, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gap analysis")
        verbose_name_plural = _("gap analyses")

    def __str__(self) -> str:
        return self.name


class AssessmentStandard(OwnedModel):
    """An edition that an assessment is made against, by the pack that describes it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="standards")
    pack = models.ForeignKey(InstalledPack, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "pack"], name="standard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.pack_id}"


class AssessmentSite(OwnedModel):
    """A site that an assessment covers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="covered")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "site"], name="covered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.site_id}"


class Answer(OwnedModel):
    """What was found for a question, for the difference of one requirement in it, or at one site.

    `key` is the id of the core clause for a shared question, of the requirement otherwise.
    `part` is empty for the answer itself, or the requirement whose difference is meant.
    `site` is empty for all sites. `version` grows with every change, so that nobody overwrites
    words they have not seen.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=120)
    part = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=20, choices=list(STATE_LABELS.items()), default=State.NOT_ASSESSED
    )
    note = models.TextField(_("what is in place"), blank=True, max_length=20000)
    justification = models.TextField(_("justification"), blank=True, max_length=5000)
    reasons = models.JSONField(_("why the control is applied"), default=list, blank=True)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    effort_days = models.DecimalField(
        _("effort to close, in days"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    look_again = models.CharField(_("why it needs another look"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("answer")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key", "part"],
                condition=models.Q(site__isnull=True),
                name="answer_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "key", "part", "site"],
                condition=models.Q(site__isnull=False),
                name="answer_once_a_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.part}".strip()


class SplitOff(OwnedModel):
    """A requirement that is answered alone although it shares its core, because practice differs."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    requirement = models.CharField(max_length=120)
    core = models.CharField(max_length=120)
    why = models.CharField(_("how practice differs"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "requirement"], name="split_once"),
        ]

    def __str__(self) -> str:
        return self.requirement


class Evidence(OwnedModel):
    """Something that proves an answer: a file, a link, or a record kept elsewhere.

    What it proves (a day or a period) is kept apart from the day it was brought in.
    """

    class Kind(models.TextChoices):
        """Where the proof is."""

        FILE = "file", _("File")
        LINK = "link", _("Link")
        RECORD = "record", _("Record kept elsewhere")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    place = models.CharField(_("where the record is kept"), max_length=300, blank=True)
    proves_from = models.DateField(_("proves from"), null=True, blank=True)
    proves_until = models.DateField(_("proves until"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(
        _("renew after, in months"), null=True, blank=True
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proves_until__isnull=True)
                | models.Q(proves_from__isnull=True)
                | models.Q(proves_until__gte=models.F("proves_from")),
                name="evidence_period",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "proves_until"], name="evidence_until")]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(OwnedModel):
    """Which answer a piece of evidence supports; `part` empty: every standard the answer serves."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    key = models.CharField(max_length=120)
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "evidence", "key", "part"], name="evidence_use_once"
            ),
        ]
        indexes = [models.Index(fields=["assessment", "key"], name="evidence_use_key")]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.key}"


class Action(OwnedModel):
    """One thing to do so that a gap closes: who, until when, how much work."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(_("what to do"), max_length=200)
    details = models.TextField(_("details"), blank=True, max_length=10000)
    state = models.CharField(
        max_length=20, choices=list(ACTION_LABELS.items()), default=ActionState.PLANNED
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    effort_days = models.DecimalField(
        _("effort in days"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("action")
        indexes = [models.Index(fields=["assessment", "state", "due_on"], name="action_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("starts_on")),
                name="action_due_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionGap(OwnedModel):
    """A gap that an action closes: a question, or one requirement of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="gaps")
    key = models.CharField(max_length=120)
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "key", "part"], name="action_gap_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} closes {self.key}"


class ActionNeed(OwnedModel):
    """An action that must be finished before another can be."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="needs")
    needed = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="needed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "needed"], name="action_need_once"),
            models.CheckConstraint(
                condition=~models.Q(action=models.F("needed")), name="action_not_its_own_need"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} needs {self.needed_id}"


class Baseline(OwnedModel):
    """The whole analysis as it stood when it was frozen; it never changes again."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="baselines")
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("why it was frozen"), blank=True, max_length=2000)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("baseline")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "name"], name="baseline_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DailyFigure(OwnedModel):
    """The readiness of an assessment at the end of a day, for the line towards the plan."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="figures")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField(null=True)
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "on"], name="figure_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.percent} %"


class SoaVersion(OwnedModel):
    """A Statement of Applicability as it was drawn up, with who approved exactly these bytes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=20, choices=list(SOA_LABELS.items()), default=SoaState.DRAFT
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    meaning = models.CharField(_("meaning of the signature"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="soa_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
