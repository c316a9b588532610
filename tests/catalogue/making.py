"""Small frameworks of other publishers, for the tests."""

from __future__ import annotations

import json

TABLE = (
    "Number;Title;Description\n1;Weigh the flour;Flour is weighed.\n2;Count;Loaves are counted.\n"
)
HERE = "/o/aldermoor-foods/catalogue/"


def oscal(
    title: str = "Rules of the Guild of Bakers", prose: str = "Keep {{ insert: param, p1 }}."
) -> bytes:
    """An OSCAL catalogue with one group and two controls."""
    control = {
        "id": "gb-1",
        "title": "Oven log",
        "params": [{"id": "p1", "label": "a log of the oven"}],
        "parts": [{"name": "statement", "prose": prose}],
    }
    second = {
        "id": "gb-2",
        "title": "Flour",
        "parts": [{"name": "statement", "prose": "Sieve it."}],
    }
    group = {"id": "gb", "title": "Baking", "controls": [control, second]}
    body = {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "metadata": {"title": title, "version": "3", "oscal-version": "1.1.3"},
        "groups": [group],
    }
    return json.dumps({"catalog": body}).encode()
