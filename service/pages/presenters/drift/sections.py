"""The dashboard in the order in which a partnership asks: what happens, why, and what it costs."""

from planning.measures.rules import Dashboard, Measured
from planning.people.rules import CATEGORY_WORDS
from service.pages.presenters.drift.figures import compared_counts, shown
from service.pages.presenters.drift.parts import Parts, Section
from service.pages.presenters.stats import Stat


def sections_of(dashboard: Dashboard) -> list[Section]:
    """Every section of a dashboard."""
    return _Sections(dashboard).all()


class _Sections(Parts):
    def all(self) -> list[Section]:
        """All of them."""
        return [
            self._repeats(),
            self._days(),
            self._reasons(),
            self._absent(),
            self._quorum(),
            self._hours(),
            self._in_time(),
            self._answers(),
        ]

    def _repeats(self) -> Section:
        return Section(
            key="repeats",
            title="How often do meetings repeat without a decision?",
            stats=(
                self.share(Measured.REPEATS, "repeat", "Repeats without a decision"),
                self.share(Measured.LONG_CHAINS, "two_or_more", "Two or more in a row"),
                self.share(Measured.LONG_CHAINS, "three_or_more", "Three or more in a row"),
            ),
            pictures=(
                *self.months(Measured.REPEATS, "repeat", "Repeats without a decision"),
                self.make.parts(
                    "long_chains",
                    "Longest run of undecided meetings",
                    *self.figures(Measured.LONG_CHAINS),
                    says=self.in_a_row(),
                ),
            ),
            folded=self.by(Measured.REPEATS, "repeat", "Repeats without a decision"),
            more="By team, type of meeting and operation",
            measures=(Measured.REPEATS, Measured.LONG_CHAINS),
            empty=self.empty(
                Measured.REPEATS, "Figures appear here when the first meeting has been closed."
            ),
        )

    def _days(self) -> Section:
        now, before = self.figures(Measured.DAYS)
        a, b = now.distribution, before.distribution
        halves = (a.median if a else None, b.median if b else None)
        most = (a.ninetieth if a else None, b.ninetieth if b else None)
        decided = f"over {shown(a.decided)} chains with a decision" if a else ""
        return Section(
            key="days",
            title="How long do children wait for a decision?",
            stats=(
                self.wait("Half had a decision within", halves, decided),
                self.wait("Nine in ten had one within", most, decided),
            ),
            pictures=(self.make.waiting("waiting", "Chains that still wait", now, before),),
            folded=(self.make.parts("bands", "Working days to the first decision", now, before),),
            more="By number of working days",
            measures=(Measured.DAYS,),
            empty=self.empty(
                Measured.DAYS, "Waiting times appear here when a child’s first meeting was held."
            ),
        )

    def _reasons(self) -> Section:
        return Section(
            key="reasons",
            half=True,
            title="Why was no decision made?",
            stats=(self.share(Measured.REASONS, "adjourned", "Adjourned without a decision"),),
            pictures=(
                self.make.parts(
                    "reasons", "Reasons given", *self.figures(Measured.REASONS), skip="decided"
                ),
            ),
            folded=self.over_time(Measured.REASONS, "adjourned", "Adjourned without a decision"),
            measures=(Measured.REASONS,),
            empty=self.empty(Measured.REASONS, "Reasons appear here when a meeting is adjourned."),
        )

    def _absent(self) -> Section:
        now, before = self.figures(Measured.ABSENT)
        return Section(
            key="absent",
            half=True,
            title="Who was absent?",
            stats=(
                Stat(
                    "Absences without a deputy",
                    shown(now.total),
                    "absences",
                    f"{self.dated}; {compared_counts(now.total, before.total)}",
                ),
            ),
            pictures=(self.make.parts("absent", "Absences by agency", now, before),),
            measures=(Measured.ABSENT,),
            empty=self.empty(
                Measured.ABSENT, "Agencies appear here when one that was invited stays away."
            ),
        )

    def _quorum(self) -> Section:
        needed = [
            (words, *self.pair(Measured(f"quorum_{category}"), "there"))
            for category, words in CATEGORY_WORDS.items()
            if self.pair(Measured(f"quorum_{category}"), "there")[0].of.value != 0
        ]
        return Section(
            key="quorum",
            half=True,
            title="Were meetings quorate?",
            stats=(self.share(Measured.QUORUM, "quorate", "Quorate"),),
            pictures=(
                *((self.make.shares("there", "There, when needed for quorum", needed),)
                  if needed else ()),
            ),
            folded=self.over_time(Measured.QUORUM, "quorate", "Quorate"),
            measures=(
                Measured.QUORUM,
                *(Measured(f"quorum_{category}") for category in CATEGORY_WORDS),
            ),
            empty=self.empty(
                Measured.QUORUM, "Quorum appears here when the first meeting has been closed."
            ),
        )  # fmt: skip

    def _in_time(self) -> Section:
        shares = (
            ("Meetings held by the limit", Measured.CONVENED, "in_time"),
            ("Minutes approved in time", Measured.MINUTES, "in_time"),
            ("Conferences, from the start of the enquiry", Measured.CONFERENCES, "from_start"),
            ("Conferences, from the last meeting", Measured.CONFERENCES, "from_last"),
        )
        return Section(
            key="in_time",
            title="Was it in time?",
            stats=tuple(self.share(key, share, words) for words, key, share in shares),
            findings=(self.anchors(),),
            pictures=(
                self.make.shares(
                    "in_time",
                    "In time",
                    [(words, *self.pair(key, share)) for words, key, share in shares],
                ),
            ),
            folded=self.over_time(Measured.CONVENED, "in_time", "Held by the limit"),
            measures=(Measured.CONVENED, Measured.MINUTES, Measured.CONFERENCES),
            empty=self.empty(
                Measured.CONVENED, "Timeliness appears here when the first meeting has been closed."
            ),
        )

    def _hours(self) -> Section:
        now, before = self.figures(Measured.HOURS)
        hours, past = now.hours or now.total, before.hours or before.total
        by_month = (self.make.months_of_hours("hours", "Agency-hours by month", now),)
        return Section(
            key="hours",
            half=True,
            title="What do meetings without a decision cost?",
            stats=(
                Stat(
                    "Spent without a decision",
                    shown(hours),
                    "agency-hours",
                    f"{self.dated}; {compared_counts(hours, past)}",
                ),
            ),
            pictures=by_month if now.by_month else (),
            measures=(Measured.HOURS,),
            empty="Hours appear here when a meeting is adjourned." if hours.value == 0 else "",
        )

    def _answers(self) -> Section:
        return Section(
            key="answers",
            title="Was it reviewed, escalated and answered?",
            stats=(
                self.share(Measured.REVIEWS, "in_time", "Reviewed before the next meeting"),
                self.share(Measured.EMERGENCIES, "emergency", "Adjourned in an emergency"),
                self.share(Measured.ESCALATIONS, "in_time", "Escalations answered in time"),
                self.share(Measured.CORRECTIONS, "corrected", "Outcomes corrected later"),
            ),
            pictures=(
                self.make.parts(
                    "escalations",
                    "Escalations by stage",
                    *self.figures(Measured.ESCALATIONS),
                ),
            ),
            measures=(
                Measured.REVIEWS,
                Measured.EMERGENCIES,
                Measured.ESCALATIONS,
                Measured.CORRECTIONS,
            ),
        )
