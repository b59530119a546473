"""What the sections of the dashboard are made of: headline numbers, pictures, findings."""

from msgspec import Struct

from planning.measures.rules import Dashboard, Figure, Measured, Share
from service.pages.presenters.dates import short_day
from service.pages.presenters.drift.figures import (
    compared,
    compared_days,
    joined,
    per_cent,
    share_of,
    shown,
)
from service.pages.presenters.drift.pictures import Maker, Picture
from service.pages.presenters.stats import Stat


class Section(Struct, frozen=True, kw_only=True):
    """One question with its answers; `empty` says what will appear where there is nothing."""

    key: str
    title: str
    stats: tuple[Stat, ...]
    findings: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    folded: tuple[Picture, ...] = ()
    half: bool = False
    more: str = "By month, team, type of meeting and operation"
    measures: tuple[Measured, ...]
    empty: str = ""


class Parts:
    """Makes the parts of one dashboard’s sections."""

    def __init__(self, dashboard: Dashboard) -> None:
        self.seen = dashboard
        self.make = Maker(dashboard)
        self.dated = f"on {short_day(min(dashboard.today, dashboard.period.until_on))}"

    def figures(self, key: Measured) -> tuple[Figure, Figure]:
        """Of this period and of the one before."""
        return self.seen.figure(key), self.seen.before(key)

    def pair(self, key: Measured, share: str) -> tuple[Share, Share]:
        """One of its shares, now and before."""
        now, before = self.figures(key)
        return share_of(now, share), share_of(before, share)

    def share(self, key: Measured, share: str, label: str) -> Stat:
        """A headline number, with its date and what has become of it since."""
        now, before = self.pair(key, share)
        return Stat(
            label,
            joined(per_cent(now)),
            f"{joined(f'of {shown(now.of)}')} {self.seen.figure(key).measure.unit}"
            if now.of.value
            else "",
            f"{self.dated}; {compared(now, before)}",
        )

    def in_a_row(self) -> str:
        """How many chains repeat, and what has become of it since."""
        now, before = self.pair(Measured.LONG_CHAINS, "two_or_more")
        return (
            f"{per_cent(now)} of chains met twice or more in a row without a decision:"
            f" {compared(now, before)}."
        )

    def empty(self, key: Measured, words: str) -> str:
        """What to say where nothing is counted yet; nothing otherwise."""
        return words if self.seen.figure(key).total.value == 0 else ""

    def months(self, key: Measured, share: str, what: str) -> tuple[Picture, ...]:
        """One share month by month; nothing where a filter is set."""
        now = self.seen.figure(key)
        if not now.by_month:
            return ()
        return (self.make.months_of_share(f"{key}-months", f"{what} by month", now, share),)

    def over_time(self, key: Measured, share: str, what: str) -> tuple[Picture, ...]:
        """By month, team, type and operation."""
        return (*self.months(key, share, what), *self.by(key, share, what))

    def by(self, key: Measured, share: str, what: str) -> tuple[Picture, ...]:
        """The same by team, type and operation."""
        now = self.seen.figure(key)
        groups = (
            ("team", "by team", now.by_team),
            ("kind", "by type of meeting", now.by_kind),
            ("operation", "by operation", now.by_operation),
        )
        return tuple(
            self.make.rows(f"{key}-{name}", f"{what} {by}", rows, share)
            for name, by, rows in groups
            if rows
        )

    def wait(self, label: str, days: tuple[int | None, int | None], decided: str) -> Stat:
        """A headline number of days, or why it cannot be told."""
        now, before = days
        return Stat(
            label,
            "–" if now is None else str(now),
            "too few decisions to say" if now is None else "working days",
            f"{self.dated}, {decided}; {compared_days(now, before)}",
        )

    def anchors(self) -> str:
        """What the difference between the two clocks of the conference means."""
        now = self.seen.figure(Measured.CONFERENCES)
        start, last = share_of(now, "from_start"), share_of(now, "from_last")
        if start.per_cent is None or last.per_cent is None:
            return (
                "Conferences are measured from the start of the enquiry, the statutory clock, and"
                " from the last meeting. There are too few to say whether repeat meetings hide"
                " delay."
            )
        gap = round(last.per_cent) - round(start.per_cent)
        if gap <= 0:
            return (
                "From the start of the enquiry, the statutory clock, conferences are as often in"
                " time as from the last meeting: repeat meetings hide no delay."
            )
        return (
            f"From the last meeting conferences look {gap} percentage points better than from the"
            " start of the enquiry, which is the statutory clock. The difference is delay that"
            " repeat meetings hide."
        )
