"""What people fill in about organisations, sites, people, invitations, tokens and themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from isonomy.base.access import Role
from isonomy.base.look import DayInput
from isonomy.parties.countries import countries, time_zones
from isonomy.parties.models import THEMES, Headcount, LegalIdentifier
from isonomy.parties.services.site import Count
from isonomy.parties.services.token import READ, SCOPES, WRITE

NO_COUNTRY = [("", _("Choose a country"))]


def _country(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Country"), choices=lambda: [*NO_COUNTRY, *countries()], required=False, **more
    )


def _time_zone(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in time_zones()],
        **more,
    )


def _language(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, **more)


class OrganisationForm(forms.Form):
    """The facts of an organisation."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As registered, with its legal form.")
    )
    sector = forms.CharField(
        label=_("What it does"),
        max_length=200,
        required=False,
        help_text=_("One line, for example: bakery products for retail chains."),
    )
    country = _country()
    time_zone = _time_zone(help_text=_("Due dates and the audit trail follow this clock."))
    language = _language(help_text=_("For mails and papers; each person reads in their own."))


class IdentifierForm(forms.Form):
    """A number by which the law or the trade knows the organisation."""

    scheme = forms.ChoiceField(label=_("Kind"), choices=LegalIdentifier.Scheme.choices)
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=120,
        required=False,
        help_text=_("The register or authority, for example a district court."),
    )
    value = forms.CharField(label=_("Number"), max_length=80)


class SiteForm(forms.Form):
    """A place where the organisation works."""

    name = forms.CharField(label=_("Name"), max_length=120)
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)
    region = forms.CharField(label=_("Region"), max_length=120, required=False)
    country = _country()
    time_zone = _time_zone()
    activities = forms.CharField(
        label=_("What is done here"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    is_central = forms.BooleanField(
        label=_("The central function of the management system is here"), required=False
    )


class CloseSiteForm(forms.Form):
    """From when a site is closed."""

    on = forms.DateField(label=_("Closed on"), widget=DayInput)


class HeadcountForm(forms.Form):
    """Who works at a site, by category; empty counts as nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in Headcount.Category:
            self.fields[f"{category}_people"] = forms.IntegerField(
                label=_("People"), min_value=0, max_value=10_000_000, required=False
            )
            self.fields[f"{category}_weekly_hours"] = forms.DecimalField(
                label=_("Hours a week each"), max_digits=4, decimal_places=1, required=False
            )
            self.fields[f"{category}_shifts"] = forms.IntegerField(
                label=_("Shifts"), min_value=1, max_value=9, required=False
            )
            self.fields[f"{category}_largest_shift"] = forms.IntegerField(
                label=_("Largest shift"), min_value=0, required=False
            )

    @staticmethod
    def initial_of(rows: list[Headcount]) -> dict[str, Any]:
        """The form's first values from what is recorded."""
        values: dict[str, Any] = {}
        for row in rows:
            values[f"{row.category}_people"] = row.people
            values[f"{row.category}_weekly_hours"] = row.weekly_hours
            values[f"{row.category}_shifts"] = row.shifts
            values[f"{row.category}_largest_shift"] = row.largest_shift
        return values

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by category, as the page lays them out."""
        names = ("people", "weekly_hours", "shifts", "largest_shift")
        return [
            (str(category.label), [self[f"{category}_{name}"] for name in names])
            for category in Headcount.Category
        ]

    def counts(self) -> dict[str, Count]:
        """What was filled in, by category."""
        return {
            str(category): _count(self.cleaned_data, category) for category in Headcount.Category
        }


def _count(values: Mapping[str, Any], category: str) -> Count:
    hours: Decimal | None = values.get(f"{category}_weekly_hours")
    return Count(
        people=values.get(f"{category}_people") or 0,
        weekly_hours=hours,
        shifts=values.get(f"{category}_shifts") or 1,
        largest_shift=values.get(f"{category}_largest_shift"),
    )


ROLE_HINTS = {
    Role.ADMINISTRATOR: _("Administrator: everything, also people and their roles"),
    Role.MANAGER: _("Manager: assess, plan, approve, change the organisation's facts"),
    Role.CONTRIBUTOR: _("Contributor: answer, add evidence, work on actions"),
    Role.CONSULTANT: _("Consultant: as a contributor who also plans; access always ends"),
    Role.READER: _("Reader: see everything, change nothing"),
}


class MemberForm(forms.Form):
    """What a person is to the organisation, and until when."""

    role = forms.ChoiceField(
        label=_("Role"), choices=list(ROLE_HINTS.items()), widget=forms.RadioSelect
    )
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    ends_on = forms.DateField(
        label=_("Last day of access"),
        widget=DayInput,
        required=False,
        help_text=_("A consultant's access always ends; for others it may."),
    )


class InviteForm(MemberForm):
    """Open a door for one e-mail address."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    send = forms.BooleanField(
        label=_("Send the link by mail as well"), required=False, initial=True
    )

    field_order = ("email", "role", "job_title", "ends_on", "send")


class NewcomerForm(forms.Form):
    """Who enters: a name and a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; four unusual words make a good one."),
    )


class FirstForm(NewcomerForm):
    """The first person of an installation and the first organisation."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    organisation = forms.CharField(label=_("Name of the organisation"), max_length=200)
    time_zone = _time_zone(initial="UTC")

    field_order = ("organisation", "time_zone", "name", "email", "password")


SPANS = [("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("1 year"))]


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("For example: nightly export to the intranet."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(READ, _("Read what you may read")), (WRITE, _("Change what you may change"))],
        widget=forms.CheckboxSelectMultiple,
        initial=[SCOPES[0]],
    )
    days = forms.ChoiceField(label=_("Works for"), choices=SPANS, initial="90")

    def expires_at(self) -> datetime:
        """The moment at which the token stops working."""
        return timezone.now() + timedelta(days=int(self.cleaned_data["days"]))


class AccountForm(forms.Form):
    """A person's own choices."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = _language(required=False)
    time_zone = _time_zone(required=False)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES, required=False)
    shortcuts = forms.BooleanField(
        label=_("Use the keys of the keyboard (j, k, 1 to 5, n, e, ?)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name.replace("_", " ")) for name in time_zones()]
        default = _("As the installation: %(zone)s") % {"zone": settings.TIME_ZONE}
        _choose(self.fields["language"], [("", _("As the browser asks")), *settings.LANGUAGES])
        _choose(self.fields["time_zone"], [("", default), *names])


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    """Give a field of choices what may be chosen now."""
    cast("forms.ChoiceField", field).choices = choices


class TrailForm(forms.Form):
    """Which part of the audit trail to show."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None, required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    start = forms.DateField(label=_("From"), widget=DayInput, required=False)
    until = forms.DateField(label=_("To"), widget=DayInput, required=False)

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], verbs: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["person"], [("", _("Everyone")), *people])
        _choose(self.fields["verb"], [("", _("Everything")), *verbs])


def day_starts(day: date) -> datetime:
    """The first moment of a day on the reader's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
