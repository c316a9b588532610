"""Spans of days, closed at the start and open at the end of what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From a first day to a last day, both included; `until=None` has no known end."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.start:
            raise ValueError(
                f"a period cannot end on {self.until} before it starts on {self.start}"
            )

    def __contains__(self, day: object) -> bool:
        return (
            isinstance(day, date)
            and self.start <= day
            and (self.until is None or day <= self.until)
        )

    def overlaps(self, other: Period) -> bool:
        """Whether the two spans share at least one day."""
        starts_in_time = self.until is None or other.start <= self.until
        ends_late_enough = other.until is None or self.start <= other.until
        return starts_in_time and ends_late_enough


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))
