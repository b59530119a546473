"""What a partnership's rules must say, and the deadlines that follow."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from planning.errors import Invalid
from planning.people.rules import AgencyCategory
from planning.procedures.rules import (
    Change,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    Retired,
    assessment_due,
    changes,
    closing_day_blockers,
    conference_due,
    convene_limit,
    convene_target,
    corrections_until,
    decisions_out_due,
    emergency_duty_due,
    escalation_due,
    follow_up_due,
    full_meeting_due,
    minutes_due,
    parse_profile,
    read_profile,
    retired_kind_blockers,
    stored,
    taking_back_blockers,
    to_toml,
)
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
FRIDAY = datetime(2026, 4, 24, 15, 0, tzinfo=UTC)
CORE = [AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH]


def test_the_shipped_profile_names_everything() -> None:
    assert set(ENGLAND.kinds) == set(MeetingKind)
    assert set(ENGLAND.outcomes) == set(Outcome)
    assert set(ENGLAND.no_decision_reasons) == set(NoDecisionReason)


def test_the_core_is_required_everywhere_and_more_where_the_review_asks_for_it() -> None:
    extra = {
        kind: [category for category in rules.required if category not in CORE]
        for kind, rules in ENGLAND.kinds.items()
    }
    assert all(rules.required[:3] == CORE for rules in ENGLAND.kinds.values())
    assert {kind: found for kind, found in extra.items() if found} == {
        MeetingKind.COMPLEX_ABUSE: [AgencyCategory.LEGAL],
        MeetingKind.STRATEGIC_MANAGEMENT_GROUP: [
            AgencyCategory.EDUCATION,
            AgencyCategory.LEGAL,
            AgencyCategory.PARTNERSHIP,
        ],
    }


def test_deadlines_skip_the_weekend_and_the_bank_holiday() -> None:
    # Friday 24 April; Monday 4 May 2026 is a bank holiday.
    assert convene_target(ENGLAND, MeetingKind.INITIAL, FRIDAY) == datetime(
        2026, 4, 27, 23, 0, tzinfo=UTC
    )
    assert convene_limit(ENGLAND, MeetingKind.INITIAL, FRIDAY) == datetime(
        2026, 4, 29, 23, 0, tzinfo=UTC
    )
    assert minutes_due(ENGLAND, FRIDAY) == date(2026, 5, 1)
    assert follow_up_due(ENGLAND, FRIDAY) == date(2026, 4, 29)
    assert conference_due(ENGLAND, FRIDAY.date()) == date(2026, 5, 18)
    assert [escalation_due(ENGLAND, stage, FRIDAY) for stage in (1, 2, 3, 4)] == [
        date(2026, 4, 27),
        date(2026, 4, 28),
        date(2026, 4, 28),
        date(2026, 5, 1),
    ]


def test_exploitation_is_due_in_elapsed_hours() -> None:
    assert convene_target(ENGLAND, MeetingKind.EXPLOITATION, FRIDAY) == datetime(
        2026, 4, 25, 15, 0, tzinfo=UTC
    )
    assert convene_limit(ENGLAND, MeetingKind.COMPLEX_ABUSE, FRIDAY) == datetime(
        2026, 4, 27, 15, 0, tzinfo=UTC
    )


def faults_of(content: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        parse_profile(content)
    return [blocker.message for blocker in refused.value.blockers]


def test_a_profile_that_cannot_be_read_says_where() -> None:
    assert faults_of("not toml")[0].startswith("This is not TOML: ")
    wrong = (
        shipped_profile()
        .replace("amber_run = 2", 'amber_run = "two"')
        .replace("minutes_working_days = 5", "minutes_working_days = 0")
        .replace('words = "Exploitation"', 'words = ""')
        .replace("[1, 2, 2, 5]", "[1, 2, 2]")
        .replace('required = ["social_care", "police", "health", "legal"]', 'required = ["army"]')
        .replace("urgent = true", "urgent = 1")
        .replace("red_slips = 2\n", "")
        .replace("[access]", "[acess]")
        .replace("kinds = []", 'kinds = "none"')
        .replace('other = "Other"', 'another = "Other"')
    )
    assert faults_of("closed_days = []\n" + wrong) == [
        "There is no rule acess.",
        "timescales.minutes_working_days must be a whole number from 1 to 1,000.",
        "drift.amber_run must be a whole number from 1 to 1,000.",
        "drift.red_slips is missing.",
        "escalation.stage_working_days must have 4 entries.",
        (
            "kinds.complex_abuse.required must be one of: social_care, police, health, education,"
            " youth_justice, probation, voluntary, legal, partnership."
        ),
        "kinds.complex_abuse.urgent must be true or false.",
        "kinds.exploitation.words must be text of 1 to 200 characters.",
        "kinds.exploitation.urgent must be true or false.",
        "There is no rule no_decision_reasons.another.",
        "retired.kinds must be a list.",
        "There is no rule closed_days.",
    ]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"kinds": 3}, "kinds must be a table."),
        ({"timescales": []}, "timescales must be a table."),
        ({"titles": ["x"] * 101}, "titles must have no more than 100 entries."),
        (
            {"kinds": {"initial": {"words": "Initial", "required": []}}},
            "kinds.initial.required must have 1 entry or more.",
        ),
    ],
)
def test_what_has_no_shape_of_a_profile_is_refused(said: dict[str, object], fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_profile({**stored(ENGLAND), **said})
    assert [blocker.message for blocker in refused.value.blockers] == [fault]


def test_not_everything_can_be_retired_and_nothing_is_said_twice() -> None:
    said = stored(ENGLAND)
    said["retired"] = {
        "kinds": list(MeetingKind),
        "outcomes": list(Outcome),
        "no_decision_reasons": list(NoDecisionReason),
    }
    said["titles"] = ["Nurse", "Nurse"]
    with pytest.raises(Invalid) as refused:
        read_profile(said)
    assert [blocker.message for blocker in refused.value.blockers] == [
        "You cannot retire Adjourned, no decision.",
        "You cannot retire every outcome that starts section 47.",
        "You cannot retire every outcome that concludes section 47.",
        "You cannot retire every outcome without section 47.",
        "You cannot retire every type of meeting.",
        "You cannot retire every reason.",
        "titles says the same twice.",
    ]


def test_a_retired_type_is_not_convened_any_more() -> None:
    retired = msgspec.structs.replace(ENGLAND, retired=Retired(kinds=[MeetingKind.MAPPING]))
    assert retired_kind_blockers(retired, MeetingKind.INITIAL) == []
    assert [fault.field for fault in retired_kind_blockers(retired, MeetingKind.MAPPING)] == [
        "kind"
    ]


def test_a_profile_written_as_toml_reads_as_itself() -> None:
    odd = msgspec.structs.replace(
        ENGLAND,
        titles=['The "big" one', "back\\slash", "Père"],
        retired=Retired(kinds=[MeetingKind.MAPPING]),
    )
    assert parse_profile(to_toml(odd)) == odd
    assert parse_profile(to_toml(ENGLAND)) == ENGLAND


def test_what_a_version_changes_is_told_rule_by_rule() -> None:
    later = parse_profile(
        shipped_profile()
        .replace("red_run = 3", "red_run = 4")
        .replace('words = "Exploitation"', 'words = "Sexual exploitation"')
        .replace("no_decision_reasons = []", 'no_decision_reasons = ["medical"]')
    )
    assert changes(ENGLAND, later) == [
        Change("drift.red_run", 3, 4),
        Change("kinds.exploitation.words", "Exploitation", "Sexual exploitation"),
        Change("retired.no_decision_reasons", [], ["medical"]),
    ]
    assert changes(ENGLAND, ENGLAND) == []


@pytest.mark.parametrize(
    ("closed_on", "fault"),
    [
        (date(2026, 3, 2), "Enter a date that has not passed."),
        (date(2026, 3, 5), "That day is entered already."),
        (date(2026, 3, 7), "That day is a weekend or a bank holiday anyway."),
        (date(2026, 4, 3), "That day is a weekend or a bank holiday anyway."),
    ],
)
def test_only_a_working_day_to_come_can_be_closed(closed_on: date, fault: str) -> None:
    found = closing_day_blockers(
        closed_on, "Funeral", " ", closed=frozenset({date(2026, 3, 5)}), today=date(2026, 3, 3)
    )
    assert [blocker.message for blocker in found] == [fault, "Say why, in up to 500 characters."]


def test_today_can_be_closed_and_tomorrow_taken_back() -> None:
    today = date(2026, 3, 3)
    assert closing_day_blockers(today, "Snow", "Snow", closed=frozenset(), today=today) == []
    assert len(closing_day_blockers(today, "", "Snow", closed=frozenset(), today=today)) == 1
    assert taking_back_blockers(date(2026, 3, 4), "Thaw", today=today) == []
    assert len(taking_back_blockers(today, "", today=today)) == 2


def test_every_contradiction_and_gap_is_named_at_once() -> None:
    wrong = (
        shipped_profile()
        .replace("red_run = 3", "red_run = 2")
        .replace("red_working_days = 10", "red_working_days = 5")
        .replace("convene_target_working_days = 1", "convene_target_working_days = 4")
        .replace("urgent_discussion_hours = 24", "urgent_discussion_hours = 73")
        .replace("unaccepted_red_working_days = 5", "unaccepted_red_working_days = 2")
        .replace('other = "Other"\n', "")
    )
    assert faults_of(wrong) == [
        "The table no_decision_reasons leaves out other.",
        "drift.red_run must be more than drift.amber_run.",
        "drift.red_working_days must be more than drift.amber_working_days.",
        "drift.unaccepted_red_working_days must be more than its amber one.",
        "timescales.convene_limit_working_days must not be less than the target.",
        "timescales.urgent_meeting_hours must not be less than those of the discussion.",
    ]


def test_the_shipped_profile_says_everything_itself() -> None:
    """Whoever edits it sees every rule there is; defaults are for versions stored before them."""
    said = msgspec.toml.decode(shipped_profile())
    everything = msgspec.to_builtins(ENGLAND)
    del everything["closed_days"]
    assert said == everything


def test_a_version_stored_before_a_rule_was_added_reads_as_if_it_said_so() -> None:
    stored = msgspec.to_builtins(ENGLAND)
    for later in ("retired", "access", "reminders", "actions", "retention", "titles"):
        del stored[later]
    del stored["closed_days"]
    for later in (
        "decisions_out_working_days",
        "full_meeting_after_phone_working_days",
        "assessment_working_days",
        "correction_window_working_days",
        "emergency_duty_working_days",
    ):
        del stored["timescales"][later]
    for kind in stored["kinds"].values():
        del kind["decision_authority"]
    read = msgspec.convert(stored, Profile)
    assert msgspec.structs.replace(read, titles=ENGLAND.titles) == ENGLAND


def test_what_follows_a_meeting_is_due_in_working_days() -> None:
    assert decisions_out_due(ENGLAND, FRIDAY) == date(2026, 4, 27)
    assert corrections_until(ENGLAND, FRIDAY) == date(2026, 5, 1)
    assert emergency_duty_due(ENGLAND, FRIDAY) == date(2026, 4, 27)
    assert assessment_due(ENGLAND, FRIDAY.date()) == date(2026, 6, 30)
    assert full_meeting_due(ENGLAND, FRIDAY) == datetime(2026, 5, 1, 23, 0, tzinfo=UTC)


def test_an_urgent_discussion_by_phone_owes_its_meeting_in_elapsed_hours() -> None:
    decided_at = datetime(2026, 4, 24, 9, 0, tzinfo=UTC)
    assert full_meeting_due(ENGLAND, FRIDAY, decided_at) == datetime(2026, 4, 27, 9, 0, tzinfo=UTC)


def test_a_day_on_which_the_partnership_is_closed_is_no_working_day() -> None:
    funeral = msgspec.structs.replace(ENGLAND, closed_days=frozenset({date(2026, 4, 27)}))
    assert minutes_due(ENGLAND, FRIDAY) == date(2026, 5, 1)
    assert minutes_due(funeral, FRIDAY) == date(2026, 5, 5)  # Monday 4 May is a bank holiday
