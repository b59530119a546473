"""What a partnership's rules must say, and the deadlines that follow."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from planning.errors import Invalid
from planning.people.rules import AgencyCategory
from planning.procedures.rules import (
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    assessment_due,
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
    assert faults_of("not toml")[0].startswith("The procedure profile cannot be read: ")
    wrong = shipped_profile().replace("amber_run = 2", 'amber_run = "two"')
    assert faults_of(wrong) == [
        "The procedure profile cannot be read: Expected `int`, got `str` - at `$.drift.amber_run`."
    ]


def test_every_contradiction_and_gap_is_named_at_once() -> None:
    wrong = (
        shipped_profile()
        .replace("red_run = 3", "red_run = 2")
        .replace("red_working_days = 10", "red_working_days = 5")
        .replace("convene_target_working_days = 1", "convene_target_working_days = 4")
        .replace('other = "Other"\n', "")
    )
    assert faults_of(wrong) == [
        "The table no_decision_reasons leaves out other.",
        "drift.red_run must be more than drift.amber_run.",
        "drift.red_working_days must be more than drift.amber_working_days.",
        "timescales.convene_limit_working_days must not be less than the target.",
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
