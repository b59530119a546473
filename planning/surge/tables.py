"""What is stored of batches of waiting meetings, and of the runs that place them."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class SurgeBatch(Table, db=engine, tablename="surge_batch"):
    """Waiting meetings that one scheduler places together; nobody else sees it."""

    id = UUID(primary_key=True, default=None)
    owner_id = UUID(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    state = Text(null=False, default=None)
    rules = JSONB(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)


class SurgeBatchMeeting(Table, db=engine, tablename="surge_batch_meeting"):
    """A meeting of a batch, seen while its owner is in each child's concern."""

    id = UUID(primary_key=True, default=None)
    owner_id = UUID(null=False, default=None)
    batch_id = UUID(null=False, default=None)
    compartment_ids = Array(base_column=UUID(), null=False, default=None)
    concern_ids = Array(base_column=UUID(), null=False, default=None)
    kind = Text(null=False, default=None)
    why = Text(null=False, default=None)
    decided_at = Timestamptz(null=False, default=None)
    due_on = Date(null=False, default=None)
    weight = Integer(null=False, default=None)
    site = Text(null=True, default=None)
    excluded = Boolean(null=False, default=False)
    pinned_at = Timestamptz(null=True, default=None)
    pinned_room_id = UUID(null=True, default=None)
    meeting_id = UUID(null=True, default=None)
    meeting_compartment_id = UUID(null=True, default=None)


class SurgeAbsence(Table, db=engine, tablename="surge_absence"):
    """Somebody who cannot come for some days; never why."""

    id = UUID(primary_key=True, default=None)
    owner_id = UUID(null=False, default=None)
    batch_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    from_on = Date(null=False, default=None)
    until_on = Date(null=False, default=None)
    reported_at = Timestamptz(null=False, default=None)


class SurgeRun(Table, db=engine, tablename="surge_run"):
    """One question to the solver, with its best answer so far."""

    id = UUID(primary_key=True, default=None)
    owner_id = UUID(null=False, default=None)
    batch_id = UUID(null=False, default=None)
    compartment_ids = Array(base_column=UUID(), null=False, default=None)
    kind = Text(null=False, default=None)
    state = Text(null=False, default=None)
    what_if = Text(null=True, default=None)
    rules = JSONB(null=False, default=None)
    seconds = Integer(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    stop_asked = Boolean(null=False, default=False)
    spent_seconds = Integer(null=False, default=0)
    stage = Text(null=True, default=None)
    asked = JSONB(null=False, default=None)
    answer = JSONB(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
