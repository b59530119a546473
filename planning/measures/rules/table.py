"""The table of measures, in the order in which they are told."""

from planning.measures.rules.measured import Measure, Measured, Part, presence, share
from planning.people.rules import AgencyCategory
from planning.procedures.rules import NoDecisionReason

DESIGN = "Design, Repeat meetings without a decision and Fine points, Measures"
MEETINGS, CHAINS = "children’s meetings", "chains"

REASON_WORDS = {
    NoDecisionReason.KEY_AGENCY_ABSENT: "Key agency absent",
    NoDecisionReason.NOT_QUORATE: "Not quorate",
    NoDecisionReason.INFORMATION_OUTSTANDING: "Information outstanding",
    NoDecisionReason.MEDICAL: "Medical examination awaited",
    NoDecisionReason.FORENSIC_OR_DIGITAL_EVIDENCE: "Forensic or digital evidence awaited",
    NoDecisionReason.CHILD_MISSING_OR_NOT_SEEN: "Child missing or not seen",
    NoDecisionReason.LEGAL_ADVICE: "Legal advice awaited",
    NoDecisionReason.POLICE_EMBARGO: "Police embargo",
    NoDecisionReason.DISAGREEMENT_ON_THRESHOLD: "Disagreement on threshold",
    NoDecisionReason.OTHER_AUTHORITY: "Other authority’s responsibility",
    NoDecisionReason.INTERPRETER: "Interpreter needed",
    NoDecisionReason.OTHER: "Other",
}
DAY_BANDS = (0, 2, 5, 10, 15, 20, 30, 45)
"""The last day of each band of days to the first decision; the last band has no end."""

_REASONS = " ".join(NoDecisionReason)
_STAGES = (1, 2, 3, 4)


def band_key(last: int) -> str:
    """The key of the band that ends with a number of days."""
    return f"until_{last}"


def band_of(days: int) -> str:
    """The key of the band in which a number of days is."""
    return next((band_key(last) for last in DAY_BANDS if days <= last), "longer")


def _bands() -> tuple[Part, ...]:
    starts = [0, *(last + 1 for last in DAY_BANDS)]
    until = [
        Part(band_key(last), _days(start, last))
        for start, last in zip(starts, DAY_BANDS, strict=False)
    ]
    return (
        *until,
        Part("longer", f"{starts[-1]} or more working days"),
        Part("undecided", "No decision yet"),
    )


def _days(start: int, last: int) -> str:
    if start == last:
        return "Same day" if last == 0 else f"{last} working day{'s' if last > 1 else ''}"
    return f"{start} to {last} working days"


MEASURES: tuple[Measure, ...] = (
    Measure(
        Measured.REPEATS,
        "Meetings that repeat without a decision",
        "A meeting is a repeat when the meeting before it in the child’s chain, by when they were"
        " held, was adjourned without a decision.",
        f"Review 4.16; {DESIGN}",
        MEETINGS,
        (Part("repeat", "Repeats"), Part("other", "First meetings and meetings after a decision")),
        (share("repeat", "Repeats without a decision", "repeat", "repeat other"),),
    ),
    Measure(
        Measured.LONG_CHAINS,
        "Chains that met twice or more without a decision",
        "By the longest run that a chain has had: meetings adjourned without a decision, one after"
        " another. A hand-over neither ends nor lengthens a run until it is accepted.",
        f"Review 4.16, 4.33; {DESIGN}",
        CHAINS,
        (
            Part("fewer", "None or one undecided meeting"),
            Part("two", "Two undecided meetings in a row"),
            Part("three", "Three or more in a row"),
        ),
        (
            share("two_or_more", "Two or more in a row", "two three", "fewer two three"),
            share("three_or_more", "Three or more in a row", "three", "fewer two three"),
        ),
    ),
    Measure(
        Measured.DAYS,
        "Working days to the first decision",
        "From a chain’s first meeting to the first meeting with a substantive decision, in working"
        " days of England; a decision at the first meeting counts as 0 days. The median and the"
        " 90th percentile (nearest rank) are over decided chains; the survival curve also counts"
        " chains without a decision, up to the day on which they were last known undecided.",
        f"Review 4.16; {DESIGN}",
        CHAINS,
        _bands(),
    ),
    Measure(
        Measured.REASONS,
        "Reasons for adjourning without a decision",
        "The reason given for each meeting that was adjourned without a decision, as corrected.",
        f"Review 4.16; {DESIGN}",
        MEETINGS,
        (
            *(Part(reason, words) for reason, words in REASON_WORDS.items()),
            Part("decided", "Not adjourned"),
        ),
        (share("adjourned", "Adjourned without a decision", _REASONS, f"{_REASONS} decided"),),
    ),
    Measure(
        Measured.ABSENT,
        "Agencies absent",
        "Each agency that was invited to a meeting and stayed away without a deputy, once for each"
        " child’s meeting.",
        f"Review 4.21; {DESIGN}",
        "absences",
    ),
    Measure(
        Measured.HOURS,
        "Agency-hours in meetings without a decision",
        "Hours from start to end, times the agencies there, of meetings that were adjourned,"
        " shared equally among the children of each meeting; in whole hours.",
        f"Review 4.33; {DESIGN}",
        "agency-hours",
    ),
    Measure(
        Measured.QUORUM,
        "Meetings with quorum",
        "Every category that the procedure needs was there with authority to decide when the"
        " child’s outcome was recorded.",
        "Design, Fine points, Quorum; review 4.21",
        MEETINGS,
        (Part("quorate", "With quorum"), Part("not_quorate", "Without quorum")),
        (share("quorate", "With quorum", "quorate", "quorate not_quorate"),),
    ),
    *(presence(category) for category in AgencyCategory),
    Measure(
        Measured.CONVENED,
        "Convened in time",
        "Held by the limit of the procedure that the meeting was convened under: counted in working"
        " days, or in hours for urgent types, from the recorded decision to convene.",
        "Design, Strategy meetings: timescales; review 4.33",
        MEETINGS,
        (
            Part("by_target", "By the target"),
            Part("by_limit", "After the target, by the limit"),
            Part("late", "After the limit"),
        ),
        (
            share("in_time", "By the limit", "by_target by_limit", "by_target by_limit late"),
            share("by_target", "By the target", "by_target", "by_target by_limit late"),
        ),
    ),
    Measure(
        Measured.MINUTES,
        "Minutes approved in time",
        "The chair approved the minutes by the end of the day on which the meeting’s procedure has"
        " them due.",
        "Design, Strategy meetings: timescales; Fine points, Clocks",
        MEETINGS,
        (
            Part("in_time", "Approved in time"),
            Part("late", "Late or overdue"),
            Part("open", "Not due yet"),
        ),
        (share("in_time", "Approved in time", "in_time", "in_time late"),),
    ),
    Measure(
        Measured.CONFERENCES,
        "Child protection conferences in time",
        "Held within the procedure’s working days, once from the strategy meeting that started the"
        " section 47 enquiry, which is the statutory clock, and once from the last meeting before"
        " the conference. In time only from the last meeting is a finding: repeat meetings hide"
        " the delay.",
        "Working Together; review 4.16, 4.33; design, Fine points, ICPC",
        "enquiries",
        (
            Part("in_time", "In time from the start of the enquiry"),
            Part("only_from_last", "In time only from the last meeting"),
            Part("late", "Late or overdue from both"),
            Part("late_open", "Overdue from the start, not due yet from the last meeting"),
            Part("open", "Not due yet"),
        ),
        (
            share(
                "from_start",
                "In time from the start of the enquiry",
                "in_time",
                "in_time only_from_last late late_open",
            ),
            share(
                "from_last",
                "In time from the last meeting",
                "in_time only_from_last",
                "in_time only_from_last late",
            ),
        ),
    ),
    Measure(
        Measured.REVIEWS,
        "Senior managers’ reviews in time",
        "Of the meetings before which the child’s chain was red, those that a senior manager’s"
        " review came before: recorded since the meeting before. Red is judged by the meetings"
        " held until then and the procedure of the latest of them.",
        "Design, Repeat meetings: at red a named senior manager records a review",
        MEETINGS,
        (
            Part("in_time", "At red, reviewed before"),
            Part("late", "At red, not reviewed before"),
            Part("other", "Chain not red before the meeting"),
        ),
        (share("in_time", "Reviewed before the meeting", "in_time", "in_time late"),),
    ),
    Measure(
        Measured.EMERGENCIES,
        "Adjourned at red in an emergency",
        "Of the meetings adjourned when the chain was red already, those that were closed by the"
        " emergency path, without the review that is needed.",
        "Design, Fine points, Senior review",
        MEETINGS,
        (
            Part("emergency", "Adjourned at red by the emergency path"),
            Part("reviewed", "Adjourned at red otherwise"),
            Part("other", "Other meetings"),
        ),
        (share("emergency", "By the emergency path", "emergency", "emergency reviewed"),),
    ),
    Measure(
        Measured.ESCALATIONS,
        "Escalations answered in time, by stage",
        "Each stage that an escalation reached: answered by its due date, or late, or moved up"
        " unanswered.",
        "Design, Fine points, Escalation",
        "stages",
        tuple(
            Part(f"{key}_{stage}", f"Stage {stage}: {words}")
            for stage in _STAGES
            for key, words in (
                ("in_time", "answered in time"),
                ("late", "late or unanswered"),
                ("open", "not due yet"),
            )
        ),
        (
            share(
                "in_time",
                "Answered in time",
                " ".join(f"in_time_{stage}" for stage in _STAGES),
                " ".join(f"in_time_{stage} late_{stage}" for stage in _STAGES),
            ),
        ),
    ),
    Measure(
        Measured.CORRECTIONS,
        "Outcomes corrected later",
        "Meetings whose outcome for the child was corrected after it was first recorded.",
        "Design, Repeat meetings: anti-gaming",
        MEETINGS,
        (Part("corrected", "Corrected"), Part("as_recorded", "As first recorded")),
        (share("corrected", "Corrected", "corrected", "corrected as_recorded"),),
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
