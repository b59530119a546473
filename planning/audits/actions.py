"""Drawing a sample, giving cases to auditors, recording what they found."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from uuid import UUID, uuid4

import msgspec

from planning.audits.rules import TOO_FEW, Draw, Found, draw_blockers, finding_blockers
from planning.audits.tables import AuditFinding
from planning.clock import end_of_day, in_london, today
from planning.errors import Blocked, Blocker, NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import people_by_id
from planning.people.rules import Actor, Role
from planning.transactions import execute, fetch_all, fetch_one, fetch_value, transaction

ONLY_PARTNERSHIP = "Only the partnership’s business managers draw and give out samples."


class _Assigned(msgspec.Struct, frozen=True):
    refused: list[int]
    managers: list[UUID]


class _Case(msgspec.Struct, frozen=True):
    compartment_id: UUID
    auditor_id: UUID | None
    audited_at: datetime | None


async def draw_sample(*, draw: Draw, actor: Actor, now: datetime) -> UUID:
    """Draw cases at random among the concerns that had a meeting; its id.

    Raises `NotAllowed`, `Blocked`; that there are too few is all that is told of how many.
    """
    if not actor.has(Role.PARTNERSHIP):
        raise NotAllowed(ONLY_PARTNERSHIP)
    block_if(draw_blockers(draw, today=today(now)))
    sample_id = uuid4()
    async with transaction(actor.person_id):
        drawn = await fetch_value(
            "select accord_draw_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            sample_id, draw.seed.strip(), draw.size, draw.strata.value,
            in_london(draw.from_on, time(0)), end_of_day(draw.until_on),
            draw.from_on, draw.until_on, draw.due_on, now,
        )  # fmt: skip
        if not drawn:
            raise Blocked([Blocker(TOO_FEW, "size")])
        await record(
            [Event("audit.sample_drawn", "audit_sample", sample_id)],
            actor_id=actor.person_id,
            now=now,
        )
    return sample_id


async def assign_cases(
    *,
    sample_id: UUID,
    numbers: Sequence[int],
    auditor_id: UUID,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Let an auditor into cases until the sample's last day; who had them before is let out.

    The auditor and the senior managers of the concerns are told that something waits. Raises
    `NotAllowed`, `NotFound`, `Blocked` with the numbers that this person cannot audit.
    """
    if not actor.has(Role.PARTNERSHIP):
        raise NotAllowed(ONLY_PARTNERSHIP)
    if not numbers:
        raise Blocked([Blocker("Choose at least one case.", "numbers")])
    async with transaction(actor.person_id):
        due_on = await fetch_value("select due_on from audit_sample where id = $1", sample_id)
        if due_on is None:
            raise NotFound
        (assigned,) = await fetch_all(
            _Assigned,
            "select refused, managers from accord_assign_audit($1, $2, $3, $4, $5)",
            sample_id, sorted(set(numbers)), auditor_id, now, end_of_day(due_on),
        )  # fmt: skip
        if assigned.refused:
            raise Blocked(_refusals(assigned.refused))
        people = await people_by_id([auditor_id, *assigned.managers])
        await enqueue(
            [
                Notice(NoticeKind.CASE_AUDIT, uuid4(), Recipient(one.id, one.email))
                for one in people
            ],
            now=now,
        )


async def record_findings(
    *, case_id: UUID, found: Mapping[str, Found], actor: Actor, now: datetime
) -> None:
    """Answer every question of a case, once and for all.

    Raises `NotFound`, `NotAllowed` for who does not audit it, `Blocked` with all that is missing.
    """
    async with transaction(actor.person_id):
        case = await fetch_one(
            _Case,
            "select compartment_id, auditor_id, audited_at from audit_case"
            " where id = $1 for update",
            case_id,
        )
        if case is None:
            raise NotFound
        if case.auditor_id != actor.person_id:
            raise NotAllowed("Only the auditor of this case records findings.")
        if case.audited_at:
            raise Blocked([Blocker("This case is audited already.")])
        block_if(finding_blockers(found))
        await AuditFinding.insert(
            *(
                AuditFinding(
                    id=uuid4(),
                    compartment_id=case.compartment_id,
                    case_id=case_id,
                    question=key,
                    answer=one.answer.value,
                    words=one.words.strip(),
                    recorded_by=actor.person_id,
                    recorded_at=now,
                )
                for key, one in found.items()
            )
        )
        await execute("update audit_case set audited_at = $2 where id = $1", case_id, now)
        event = Event("audit.case_audited", "audit_case", case_id, case.compartment_id)
        await record([event], actor_id=actor.person_id, now=now)


def _refusals(numbers: Sequence[int]) -> list[Blocker]:
    cases = ", ".join(map(str, numbers))
    return [
        Blocker(f"This person cannot audit: case {cases}. Choose another person.", "auditor_id")
    ]
