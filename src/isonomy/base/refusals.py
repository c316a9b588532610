"""Saying no: a rule that was broken, and how a form tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm

from isonomy.norms.kernel.citation import Cite
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused


def refused(code: str, reason: object, cite: Cite | None = None) -> Refused:
    """A refusal with one reason, ready to be raised; `code` stays the same in every language."""
    return Refused((Refusal(code, str(reason), cite),))


@contextmanager
def told_on(form: BaseForm) -> Iterator[None]:
    """Turn what a service refuses into errors of the form, on the field where there is one.

    A block that ends here without having returned was refused: draw the form again.
    """
    try:
        yield
    except Refused as refusal:
        for no in refusal.refusals:
            form.add_error(None, ValidationError(no.reason, code=no.code))
    except ValidationError as error:
        _place(form, error)


def _place(form: BaseForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        known = field in form.fields and field != NON_FIELD_ERRORS
        for one in errors:
            form.add_error(field if known else None, one)
