"""A form that came back says what is wrong, where, and tells a screen reader too."""

from __future__ import annotations

import re

from django import forms

from isonomy.base.look import DayInput
from tests.look.pages import drawn


class Visit(forms.Form):
    where = forms.CharField(label="Where", help_text="As on the certificate")
    people = forms.IntegerField(label="People", required=False)
    held_on = forms.DateField(label="Held on", widget=DayInput, required=False)
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    agreed = forms.BooleanField(label="Agreed", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("people") == 7:
            raise forms.ValidationError("Seven people do not fit.")


def test_each_error_stands_in_the_summary_as_a_link_to_its_field() -> None:
    page = str(Visit({"people": "many"}))
    assert "3 things need another look" in page
    summary = page[page.index('class="errors"') : page.index("</ul>")]
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page.replace(summary, "")
    assert 'href="#id_where"' in summary
    assert 'href="#id_people"' in summary


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    page = str(Visit({}))
    control = re.search(r"<input[^>]*name=\"where\"[^>]*>", page)
    assert control is not None
    assert 'aria-invalid="true"' in control.group(0)
    described = re.search(r'aria-describedby="([^"]+)"', control.group(0))
    assert described is not None
    for name in described.group(1).split():
        assert f'id="{name}"' in page
    assert "As on the certificate" in page


def test_an_error_of_the_whole_form_is_said_without_a_link() -> None:
    page = str(Visit({"where": "Aldermoor", "people": "7", "kind": "a"}))
    assert "One thing needs another look" in page
    assert "<li>Seven people do not fit.</li>" in page


def test_a_form_without_errors_has_no_summary_and_says_what_is_optional() -> None:
    page = str(Visit())
    assert 'class="errors"' not in page
    assert page.count('class="optional"') == 2


def test_a_group_of_choices_has_a_legend_and_every_label_its_control() -> None:
    page = str(Visit())
    assert re.search(r'<legend class="label">Kind', page)
    for target in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert f'id="{target}"' in page


def test_a_date_is_asked_for_with_the_browsers_own_calendar() -> None:
    page = str(Visit({"held_on": "2026-11-22"})["held_on"])
    assert 'type="date"' in page
    assert 'value="2026-11-22"' in page


def test_a_hidden_field_shows_no_label() -> None:
    page = str(Visit())
    assert page.count('name="token"') == 1
    assert "Token" not in page


def test_what_a_person_typed_is_escaped_wherever_it_is_shown_again() -> None:
    page = str(Visit({"where": "<script>alert(1)</script>"}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_summary_can_be_written_from_sentences() -> None:
    page = drawn('<c-errors :items="items" />', items=[("row-72", "Line 72 has 6 fields, not 5.")])
    assert '<a href="#row-72">Line 72 has 6 fields, not 5.</a>' in page
