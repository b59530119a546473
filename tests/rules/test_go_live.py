"""The gate's lines, one at a time."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.clock import NONE_CLOSED
from planning.go_live.rules import (
    Facts,
    GateLine,
    GroupFacts,
    OverCommitted,
    PlanFacts,
    SupportFacts,
    SurgeConfirmed,
    awaits_plans,
    gate_lines,
    is_open,
    may_confirm,
    unmet,
)
from planning.people.rules import AgencyCategory
from planning.plans.rules.lines import Staffing
from planning.plans.rules.templates import GateNeed, PlanKind, Template
from planning.plans.rules.values import Content
from planning.plans.templates import shipped_template
from tests.factories import NOW
from tests.rules.test_fingerprints import LINE, ROLE


def filled(template: Template) -> dict[str, Content]:
    return {
        section.key: {field.key: "x" for field in section.fields}
        for section in template.sections
        if section.required_for_gate
    }


def plan_facts(kind: PlanKind) -> PlanFacts:
    template = shipped_template(kind)
    return PlanFacts(
        kind=kind,
        number=1,
        submitted_at=NOW,
        template=template,
        sections=filled(template),
        roles=[ROLE, msgspec.structs.replace(ROLE, id=uuid4(), mandatory=False)],
        resources=[LINE],
    )


CONTINGENCY, SUPPORT = plan_facts(PlanKind.CONTINGENCY), plan_facts(PlanKind.VICTIM_SUPPORT)
HELD = Staffing(ROLE.id, UUID(int=1), UUID(int=2), NOW)
HEALTH, POLICE = UUID(int=11), UUID(int=12)
GROUPS = [GroupFacts(f"{one} group", [], NOW.date()) for one in ("strategic", "investigation")]
SURGE = [
    SurgeConfirmed(one, 30, 100) for one in (AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE)
]
GOOD = Facts(
    required={HEALTH: "Health", POLICE: "Police"},
    missing={PlanKind.CONTINGENCY: [], PlanKind.VICTIM_SUPPORT: []},
    plans=[CONTINGENCY, SUPPORT],
    staffing=[HELD],
    acceptances=[],
    over_committed=[],
    groups=GROUPS,
    seniors={HEALTH: NOW.date(), POLICE: NOW.date()},
    undeclared=[],
    support=SupportFacts(3, 0, 0, 0),
    victims_planning=30,
    surge=SURGE,
    blocking_conditions=[],
    partnership_told_at=NOW,
    closed_days=NONE_CLOSED,
)


def shut(facts: Facts, now: datetime = NOW) -> list[GateLine]:
    return [line for line in gate_lines(facts, now=now) if not line.met]


def change(plan: PlanFacts, **changes: object) -> list[PlanFacts]:
    other = SUPPORT if plan is CONTINGENCY else CONTINGENCY
    return [msgspec.structs.replace(plan, **changes), other]


def test_the_gate_opens_when_every_line_is_met() -> None:
    lines = gate_lines(GOOD, now=NOW)
    assert (is_open(lines), unmet(lines)) == (True, [])
    assert {line.mend for line in lines} == {""}
    assert not is_open([])


OVER = OverCommitted("Police", "Officers", date(2026, 4, 6), Decimal(8), Decimal("12.5"))
SHORT = msgspec.structs.replace(LINE, committed=Decimal("1.5"))
NO_TEMPLATE_NEED = msgspec.structs.replace(CONTINGENCY.template, sections=[])


@pytest.mark.parametrize(
    ("changes", "keys", "words"),
    [
        ({"required": {}}, ["required_agencies", "signed_contingency", "signed_victim_support"],
         "No agency is required"),
        ({"missing": {PlanKind.CONTINGENCY: ["Health"], PlanKind.VICTIM_SUPPORT: []}},
         ["signed_contingency"], "Waiting for Health."),
        ({"missing": {PlanKind.CONTINGENCY: []}}, ["signed_victim_support"],
         "Waiting for Health, Police."),
        ({"staffing": []}, ["mandatory_roles"], "Lead: nobody holds it."),
        ({"staffing": [Staffing(ROLE.id, None, None, None)]}, ["mandatory_roles"],
         "nobody holds it"),
        ({"staffing": [Staffing(ROLE.id, UUID(int=1), None, None)]}, ["mandatory_roles"],
         "Lead: not accepted, no deputy."),
        ({"plans": [msgspec.structs.replace(one, roles=[]) for one in GOOD.plans]},
         ["mandatory_roles"], "No mandatory role"),
        ({"plans": change(CONTINGENCY, resources=[SHORT])}, ["resource_gaps"],
         "Nurses: 2.5 people short."),
        ({"plans": change(SUPPORT, sections={})}, ["out_of_hours"],
         "“Out-of-hours line” still needs: Number and hours, Who answers."),
        ({"plans": change(CONTINGENCY, template=NO_TEMPLATE_NEED)},
         ["information_sharing", "risk_approach", "protection_rule", "media_lines",
          "staff_welfare"], "No section of the plans covers this."),
        ({"groups": [msgspec.structs.replace(GROUPS[0], lacks=["a chair", "health"]), GROUPS[1]]},
         ["groups"], "The strategic group lacks a chair, health."),
        ({"groups": []}, ["groups", "groups_met"], "No group is constituted."),
        ({"groups": [GROUPS[0], msgspec.structs.replace(GROUPS[1], met_on=None)]},
         ["groups_met"], "The investigation group has not had a quorate meeting."),
        ({"seniors": {POLICE: NOW.date()}}, ["groups_met"], "was present from Health."),
        ({"undeclared": ["Ada"]}, ["conflicts_declared"], "Ada has not declared."),
        ({"support": SupportFacts(3, 1, 0, 0)}, ["key_workers"],
         "Children without a key worker: 1 of 3."),
        ({"support": SupportFacts(3, 0, 1, 0)}, ["key_workers"], "has no deputy: 1 of 3."),
        ({"support": SupportFacts(3, 0, 0, 1)}, ["key_workers"], "risk plan in date: 1 of 3."),
        ({"surge": SURGE[1:]}, ["surge_capacity"], "Social care has not confirmed it."),
        ({"surge": SURGE[:1]}, ["surge_capacity"], "Police has not confirmed it."),
        ({"victims_planning": 34}, ["surge_capacity"],
         "Police confirmed it for 30 victims; the number to plan for is now 34."),
        ({"over_committed": [OVER]}, ["resource_gaps"],
         "Police, Officers: 12.5 committed of 8 declared in the week of 6 April 2026."),
        ({"partnership_told_at": None}, ["partnership_told"], "has not been told"),
        ({"blocking_conditions": ["Health: a bed (Ada)."]}, ["blocking_conditions"], "a bed"),
    ],
)  # fmt: skip
def test_each_line_shuts_the_gate_by_itself(
    changes: dict[str, object], keys: list[str], words: str
) -> None:
    lines = shut(msgspec.structs.replace(GOOD, **changes))
    assert [line.key for line in lines] == keys
    assert words in lines[0].evidence
    assert all(line.mend for line in lines)


def test_a_plan_that_was_never_submitted_meets_no_line_that_reads_it() -> None:
    keys = [line.key for line in shut(msgspec.structs.replace(GOOD, plans=[]))]
    assert keys == [
        "signed_contingency", "signed_victim_support", "mandatory_roles", "resource_gaps",
        "information_sharing", "risk_approach", "protection_rule", "media_lines",
        "staff_welfare", "out_of_hours", "reviewed",
    ]  # fmt: skip


def met(day: date) -> Facts:
    """Both groups and everybody's senior manager on that day."""
    groups = [msgspec.structs.replace(one, met_on=day) for one in GROUPS]
    return msgspec.structs.replace(GOOD, groups=groups, seniors=dict.fromkeys(GOOD.required, day))


def test_a_plan_is_reviewed_for_twenty_working_days() -> None:
    facts = met(date(2026, 3, 30))
    assert shut(facts, datetime(2026, 3, 31, 22, tzinfo=UTC)) == []
    (line,) = shut(facts, datetime(2026, 4, 1, 12, tzinfo=UTC))
    assert (line.key, line.evidence.count("3 March 2026")) == ("reviewed", 2)


def test_the_groups_have_met_for_ten_working_days() -> None:
    assert shut(GOOD, datetime(2026, 3, 17, 22, tzinfo=UTC)) == []
    (line,) = shut(GOOD, datetime(2026, 3, 18, 12, tzinfo=UTC))
    assert line.key == "groups_met"
    assert line.faults == [
        "The strategic group last met, quorate, on 3 March 2026.",
        "The investigation group last met, quorate, on 3 March 2026.",
        "No senior manager, or deputy with authority, was present from Health, Police.",
    ]


def test_a_refusal_says_what_is_missing_and_who_can_mend_it() -> None:
    (blocker,) = unmet(gate_lines(msgspec.structs.replace(GOOD, partnership_told_at=None), now=NOW))
    assert blocker.field == "partnership_told"
    assert blocker.message.endswith("The operation’s lead can put this right.")


def test_the_second_person_is_another_of_another_agency() -> None:
    first, second = uuid4(), uuid4()
    asked = {"recorded_by": first, "recorders_agency": first}
    assert may_confirm(person_id=second, agency_id=second, confirmed=False, **asked) == []
    assert len(may_confirm(person_id=first, agency_id=second, confirmed=False, **asked)) == 1
    assert len(may_confirm(person_id=second, agency_id=first, confirmed=True, **asked)) == 2


def test_dates_are_told_in_england() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    facts = msgspec.structs.replace(GOOD, partnership_told_at=late)
    told = next(line for line in gate_lines(facts, now=NOW) if line.key == "partnership_told")
    assert told.evidence == f"Told on {date(2026, 7, 1):%-d %B %Y}."


def test_lines_that_only_wait_for_a_plan_are_known() -> None:
    unsubmitted = msgspec.structs.replace(GOOD, plans=[CONTINGENCY])
    waiting = {one.key for one in gate_lines(unsubmitted, now=NOW) if awaits_plans(one)}
    assert waiting == {
        "mandatory_roles",
        "resource_gaps",
        "reviewed",
        "signed_victim_support",
        *(need.value for need in GateNeed),
    }
    assert not any(awaits_plans(one) for one in gate_lines(GOOD, now=NOW))


def the_line(facts: Facts, key: str = "resource_gaps") -> GateLine:
    (found,) = (line for line in gate_lines(facts, now=NOW) if line.key == key)
    return found


def test_a_line_that_lacks_anything_else_does_not_await_plans() -> None:
    told = the_line(msgspec.structs.replace(GOOD, partnership_told_at=None), "partnership_told")
    assert (told.met, awaits_plans(told)) == (False, False)


def test_only_mandatory_roles_are_counted_and_the_plan_that_lacks_one_is_named() -> None:
    assert the_line(GOOD, "mandatory_roles").evidence == "2 roles are filled and accepted."
    lacking = msgspec.structs.replace(GOOD, plans=change(CONTINGENCY, roles=[]), staffing=[])
    assert the_line(lacking, "mandatory_roles").plan is PlanKind.VICTIM_SUPPORT
    bare = [msgspec.structs.replace(plan, roles=[]) for plan in GOOD.plans]
    assert the_line(msgspec.structs.replace(GOOD, plans=bare), "mandatory_roles").plan is None
    nothing = the_line(msgspec.structs.replace(GOOD, plans=[]), "mandatory_roles")
    assert (len(nothing.faults), awaits_plans(nothing)) == (2, True)


def test_a_review_counts_like_a_submission() -> None:
    long_ago = NOW.replace(year=NOW.year - 1)
    stale = change(CONTINGENCY, submitted_at=long_ago)
    assert not the_line(msgspec.structs.replace(GOOD, plans=stale), "reviewed").met
    looked_at = change(CONTINGENCY, submitted_at=long_ago, reviewed_at=NOW)
    assert the_line(msgspec.structs.replace(GOOD, plans=looked_at), "reviewed").met
