"""Organisations and their sites, people, and who is what to whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from isonomy.base.access import Actor, Role
from isonomy.base.scope import OwnedModel, WatchedQuerySet


class PersonManager(BaseUserManager.from_queryset(WatchedQuerySet)):  # type: ignore[misc]
    """People by their e-mail address, which is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who can sign in, or who was only named when there is no password."""
        person: Person = self.model(email=self.normalize_email(email).lower(), **fields)
        if password is None:
            person.set_unusable_password()
        else:
            person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address."""
        found: Person = self.get(email=(username or "").lower())
        return found


THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


class Person(AbstractBaseUser):
    """A human being; belongs to no organisation but may be a member of several."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("appearance"), max_length=10, blank=True, choices=THEMES)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_operator = models.BooleanField(_("looks after this installation"), default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Allauth asks; an operator looks after the installation, not after any organisation."""
        return self.is_operator

    @property
    def initials(self) -> str:
        """Two letters for the small round sign beside a name."""
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def get_full_name(self) -> str:
        """The name as written."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ")[0]


class Organisation(OwnedModel):
    """A legal body that holds management systems; the owner of every row about it."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    sector = models.CharField(_("what it does"), max_length=200, blank=True)
    founded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def audience(cls, actor: Actor) -> models.Q:
        """An organisation is seen by those who act for it."""
        return models.Q(pk=actor.organisation_id)

    @property
    def chain_id(self) -> int:
        """Its own chain."""
        return self.pk or 0


class LegalIdentifier(OwnedModel):
    """A number by which the law or the trade knows an organisation (register number, VAT, LEI, DUNS)."""

    class Scheme(models.TextChoices):
        """The usual registers; `other` names itself."""

        REGISTER = "register", _("Company register")
        VAT = "vat", _("VAT number")
        LEI = "lei", _("LEI")
        DUNS = "duns", _("D-U-N-S")
        GLN = "gln", _("GLN")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="identifiers"
    )
    scheme = models.CharField(_("kind"), max_length=20, choices=Scheme.choices)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    value = models.CharField(_("number"), max_length=80)

    class Meta:
        verbose_name = _("legal identifier")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "issuer", "value"], name="identifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Site(OwnedModel):
    """A place where the organisation works, with its own people, clock and address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    activities = models.TextField(_("what is done here"), blank=True)
    is_central = models.BooleanField(_("central function"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="site_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Headcount(OwnedModel):
    """How many people of one category work at a site, from a day on."""

    class Category(models.TextChoices):
        """The categories that audit time asks for."""

        FULL_TIME = "full_time", _("Full-time")
        PART_TIME = "part_time", _("Part-time")
        TEMPORARY = "temporary", _("Temporary")
        CONTRACTOR = "contractor", _("Contractors")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="headcounts")
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    people = models.PositiveIntegerField(_("people"))
    weekly_hours = models.DecimalField(
        _("hours a week each"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    shifts = models.PositiveSmallIntegerField(_("shifts"), default=1)
    largest_shift = models.PositiveIntegerField(
        _("people in the largest shift"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("headcount")
        constraints = [
            models.UniqueConstraint(fields=["site", "category"], name="headcount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.people} {self.get_category_display()}"


ROLE_LABELS = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.MANAGER: _("Manager"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.CONSULTANT: _("Consultant"),
    Role.READER: _("Reader"),
}


class Membership(OwnedModel):
    """What a person is to an organisation, from a day to a day; a consultant's always ends."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_LABELS.items()))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.CONSULTANT) | models.Q(ends_on__isnull=False),
                name="consultant_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class Invitation(OwnedModel):
    """An open door for one e-mail address; its token is kept only as a digest."""

    personal = frozenset({"email"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_LABELS.items()))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    ends_on = models.DateField(_("access until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"


class ApiToken(OwnedModel):
    """A key for programs: hashed, for one organisation and person, scoped, expiring, revocable."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name


class TokenUse(models.Model):
    """When a token was last used; kept apart because it is no change of the organisation's rows."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token_hash[:8]} at {self.at}"


class KeptAnswer(models.Model):
    """What a program was told for one idempotency key, so that asking again does nothing twice.

    `status` is empty while the first request is still being worked on.
    """

    token_hash = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash", "key"], name="kept_answer_once"),
        ]
        indexes = [models.Index(fields=["at"], name="kept_answer_at")]

    def __str__(self) -> str:
        return f"{self.key} at {self.at}"


class FirstLink(models.Model):
    """The one-time link by which the first administrator of an installation enters."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"first link until {self.expires_at}"


class OutgoingMail(models.Model):
    """A mail that could not be sent because no mail server is set; operators read and pass it on."""

    at = models.DateTimeField(_("written"))
    recipients = models.JSONField(_("to"), default=list)
    subject = models.CharField(_("subject"), max_length=998)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("mail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="outgoing_mail_at")]

    def __str__(self) -> str:
        return self.subject
