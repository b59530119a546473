"""One of each thing that has an address, and who may see it: for tests over every route."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days
from planning.concerns.rules import NewChild, Opening
from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.rules import EscalationKind
from planning.measures.actions import ask_for_report
from planning.measures.rules import last_whole_quarter
from planning.meetings.actions import Convened, add_action, convene
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.operations.actions import add_members, tell_partnership
from planning.operations.queries import partnership_notices
from planning.operations.rules import Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import add_resource
from planning.plans.actions.start import start_operation
from planning.plans.queries import plan, plans_of
from planning.plans.queries.plans import SectionSeen
from planning.procedures.actions import close_day, install_shipped_profile
from planning.procedures.rules import MeetingKind
from planning.sign_offs.actions import sign, submit_for_sign_off
from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.rules import Answer, NewCondition
from planning.transactions import fetch_value, transaction
from service.auth.accounts import set_password
from service.auth.feeds import make_feed
from service.auth.tokens import make_token, working_tokens
from service.documents.asking import ask
from service.documents.sources import Kind
from tests.api.batched import batched
from tests.api.handed import handed_over
from tests.api.reference_data import a_room, an_absence, drafted_template, first_row
from tests.api.seated import seated
from tests.api.spoken import a_request
from tests.api.supported import attached_child, contact_with
from tests.factories import Sent, make_actor
from tests.planning.operation_world import draft, resource

PASSWORD = "a long synthetic passphrase"
NAMES = ("Operation Larch", "Quentin Hidden", "N-90417", "A hidden purpose")
"""What nobody outside may ever read."""


@dataclass
class Everything:
    """`boss` has every role and is in everything, `member` has none and is, others are not."""

    boss: Actor
    member: Actor
    stranger: Actor
    ids: dict[str, str]
    content: dict[str, Any]
    """What could be written into the plan's section of `ids["key"]`: a table of one row."""

    def path(self, pattern: str) -> str:
        """The address of what is there."""
        return pattern.format(**self.ids)

    def absent(self, pattern: str) -> str:
        """The same address of what was never there."""
        return pattern.format(
            **{name: value if name in OPEN else str(uuid4()) for name, value in self.ids.items()}
        )


OPEN = frozenset(
    {
        "agency_id",
        "person_id",
        "signatory_id",
        "key",
        "part",
        "part_key",
        "post_key",
        "file_path",
        "running",
        "section",
        "type_key",
        "version",
        "stage",
        "closed_day_id",
        "template_id",
        "field_key",
    }
)
"""Parts of addresses that are not secret."""


async def make_everything() -> Everything:
    """All of it through the real acts."""
    await install_shipped_profile(now=clock.now())
    boss = await make_actor(*Role, signatory=True)
    member = await make_actor(category=AgencyCategory.POLICE, signatory=True)
    stranger = await make_actor(category=AgencyCategory.HEALTH)
    for person in (boss, member, stranger):
        await set_password(person_id=person.person_id, password=PASSWORD, now=clock.now())
    convened = await _meeting(boss, member)
    (concern,) = convened.opened
    escalation_id = await _escalation(member, concern.id)
    of_operation = await _operation(boss, member)
    table = await _table(boss, UUID(of_operation["plan_id"]))
    child_id = await attached_child(UUID(of_operation["operation_id"]), concern.id, boss)
    of_operation["member_id"] = await seated(boss, member, of_operation["operation_id"])
    return Everything(
        boss,
        member,
        stranger,
        {
            "meeting_id": str(convened.meeting_id),
            "concern_id": str(concern.id),
            "escalation_id": str(escalation_id),
            "action_id": str(await _action(boss, member, convened.meeting_id, concern.id)),
            "agency_id": str(member.agency_id),
            "person_id": str(member.person_id),
            "signatory_id": str(await _signatory(member)),
            "token_id": str(await _token(boss)),
            "feed_id": str(await _feed(boss)),
            "mail_id": str(uuid4()),
            "sample_id": str(uuid4()),
            "case_id": str(uuid4()),
            "lesson_id": str(uuid4()),
            "part": "worked",
            "message_id": str(uuid4()),
            "correction_id": str(uuid4()),
            "entry_id": str(await handed_over(boss, member, concern.id)),
            "reply_id": str(uuid4()),
            "file_path": "absent.css",
            "room_id": str(await a_room(boss)),
            "absence_id": str(await an_absence(member)),
            "report_id": str(await _report(boss)),
            "section": "repeats",
            "type_key": "social_workers",
            "running": "assessment",
            "version": "1",
            "stage": "1",
            "part_key": "wishes",
            "post_key": "worker",
            "contact_id": await contact_with(child_id, boss),
            "closed_day_id": str(await _closed_day(boss)),
            "template_id": str(await drafted_template(boss)),
            "field_key": "related_plans",
            **of_operation,
            **await batched(boss),
            "attachment_id": child_id,
            "child_id": child_id,
            "key": table.section.key,
            "row_id": first_row(table),
        },
        {
            field.key: [{column.key: "High" for column in field.columns}]
            for field in table.section.fields
            if field.columns
        },
    )


async def _closed_day(boss: Actor) -> UUID:
    """A working day to come: Easter is never so late."""
    now = clock.now()
    return await close_day(
        closed_on=add_working_days(clock.today(now), 3, NONE_CLOSED),
        name="Funeral",
        reason="A day of mourning",
        actor=boss,
        now=now,
    )


async def _report(boss: Actor) -> UUID:
    now = clock.now()
    quarter = last_whole_quarter(clock.today(now)).from_on
    return await ask_for_report(quarter=quarter, known_on=clock.today(now), actor=boss, now=now)


async def _table(boss: Actor, plan_id: UUID) -> SectionSeen:
    seen = await plan(plan_id=plan_id, actor=boss, now=clock.now())
    return next(one for one in seen.sections if any(field.columns for field in one.section.fields))


async def _meeting(boss: Actor, member: Actor) -> Convened:
    now = clock.now()
    tomorrow = clock.today(now) + timedelta(days=1)
    return await convene(
        convening=Convening(
            kind=MeetingKind.INITIAL,
            purpose="A hidden purpose",
            mode=Mode.VIDEO,
            decided_at=now - timedelta(hours=1),
            times=LocalTimes(tomorrow, time(10), time(11)),
            chair_id=boss.person_id,
            invitees=[Invitee(member.person_id)],
            opening=Opening(
                children=[NewChild("N-90417", "Quentin Hidden")],
                reason="Bruises that nobody explains",
                senior_manager_id=boss.person_id,
            ),
        ),
        actor=boss,
        now=now,
        enqueue=Sent(),
    )


async def _escalation(member: Actor, concern_id: UUID) -> UUID:
    raising = Raising(
        EscalationKind.DECISION, concern_id, "No decision for 11 working days", "With her aunt"
    )
    return await raise_escalation(raising=raising, actor=member, now=clock.now(), enqueue=Sent())


async def _action(boss: Actor, member: Actor, meeting_id: UUID, concern_id: UUID) -> UUID:
    now = clock.now()
    return await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        what="Visit the child",
        owner_id=member.person_id,
        due_on=clock.today(now),
        actor=boss,
        now=now,
    )


async def _signatory(member: Actor) -> UUID:
    async with transaction(member.person_id):
        found = await fetch_value("select id from signatory where person_id = $1", member.person_id)
        return UUID(str(found))


async def _token(boss: Actor) -> UUID:
    now, me = clock.now(), boss.person_id
    lasts = timedelta(days=1)
    await make_token(person_id=me, name="other", can_write=False, lasts=lasts, by=me, now=now)
    return (await working_tokens(owner=me, by=me, now=now))[0].id


async def _feed(boss: Actor) -> UUID:
    return (await make_feed(person_id=boss.person_id, name="Phone", now=clock.now())).id


async def _operation(boss: Actor, member: Actor) -> dict[str, str]:
    now = clock.now()
    agencies = {one.agency_id: "Takes part" for one in (boss, member)}
    proposed = draft(agencies, planned_live_on=clock.today(now))
    operation_id = await start_operation(draft=proposed, actor=boss, now=now)
    await add_members(
        operation_id=operation_id,
        person_ids=[member.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=boss,
        now=now,
    )
    plan_id = (await plans_of(operation_id=operation_id, actor=boss))[0].id
    lasts = {"from_on": clock.today(now), "until_on": clock.today(now) + timedelta(days=90)}
    line_id = await add_resource(
        plan_id=plan_id, draft=resource(member.agency_id, **lasts), actor=boss, now=now
    )
    submitted = await submit_for_sign_off(plan_id=plan_id, actor=boss, now=now, enqueue=Sent())
    seen = await plan(plan_id=plan_id, actor=boss, now=now)
    await tell_partnership(operation_id=operation_id, actor=boss, now=now, enqueue=Sent())
    (notice,) = await partnership_notices(operation_id=operation_id, actor=boss)
    sign_off_id = await _sign(boss, member, submitted.version_id)
    states = await sign_off_states(operation_id=operation_id, actor=boss)
    return {
        "operation_id": str(operation_id),
        "plan_id": str(plan_id),
        "role_id": str(seen.roles[0].id),
        "resource_id": str(line_id),
        "comment_id": str(await a_request(boss, plan_id)),
        "version_id": str(submitted.version_id),
        "sign_off_id": str(sign_off_id),
        "notice_id": str(notice.id),
        "condition_id": next(str(one.id) for state in states for one in state.conditions),
        "document_id": str(
            await ask(kind=Kind.PLAN, subject_id=submitted.version_id, actor=boss, now=now)
        ),
    }


async def _sign(boss: Actor, member: Actor, version_id: UUID) -> UUID:
    now = clock.now()
    condition = NewCondition("Two more slots", boss.person_id, clock.today(now), blocking=True)
    return await sign(
        plan_version_id=version_id,
        answer=Answer.SIGNED_WITH_CONDITIONS,
        note="",
        conditions=[condition],
        actor=msgspec.structs.replace(member, reauthenticated_at=now),
        now=now,
    )
