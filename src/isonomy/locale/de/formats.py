"""How German pages write dates.

Django looks a format up here by its name, and pages name theirs by writing it in English, so that
"j M Y" gives "22 Nov 2026" in English and "22. Nov. 2026" in German.
"""

DATE_FORMAT = "j. N Y"
DATETIME_FORMAT = "j. N Y, H:i"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1

WRITTEN_IN_PAGES = {
    "j M Y": "j. N Y",
    "j M Y, H:i": "j. N Y, H:i",
    "j M Y, H:i:s": "j. N Y, H:i:s",
    "j M": "j. N",
    "j M, H:i": "j. N, H:i",
    "D j M": "D, j. N",
    "j F Y": "j. F Y",
    "j F Y, H:i": "j. F Y, H:i",
    "j F": "j. F",
}
globals().update(WRITTEN_IN_PAGES)
