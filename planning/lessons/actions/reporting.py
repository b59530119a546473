"""Writing the end-of-investigation report."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.errors import Invalid, Stale, block_if
from planning.lessons.rules.report import Part, report_text_faults, writable
from planning.lessons.tables import ReportText
from planning.operations.actions.lock import lock_operation, require_lead, tell
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction

_NUMBER = """
select coalesce(max(number), 0) from report_text
where operation_id = $1 and part = $2 and agency_id is not distinct from $3
"""


async def write_report(
    *, operation_id: UUID, part: Part, content: str, number: int, actor: Actor, now: datetime
) -> int:
    """Replace what a part says; its new number. Earlier texts are kept.

    What an agency would change is said by anybody of it who is in the operation, for their own;
    all else by the lead. Raises `Stale` when `number` is not that of the latest text.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        agency_id = actor.agency_id if part is Part.CHANGES else None
        if agency_id is None:
            require_lead(operation, actor)
        block_if(writable(operation.state))
        if faults := report_text_faults(content):
            raise Invalid(faults)
        latest = await fetch_value(_NUMBER, operation_id, part, agency_id)
        if number != latest:
            raise Stale
        await ReportText.insert(
            ReportText(
                id=uuid4(),
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                part=part.value,
                agency_id=agency_id,
                number=number + 1,
                content=clean(content),
                written_by=actor.person_id,
                written_at=now,
            )
        )
        await tell(operation, "operation.report_written", actor, now, {"part": part})
        return number + 1
