"""What is stored of groups; a meeting's row needs the operation and the meeting to be seen."""

from piccolo.columns import UUID, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class GroupMember(Table, db=engine, tablename="group_member"):
    """A seat in a group; ended, it stays on record."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    management_group = Text(null=False, default=None)
    person_id = UUID(null=False, default=None)
    seat = Text(null=False, default=None)
    from_on = Date(null=False, default=None)
    reason = Text(null=False, default=None)
    seated_by = UUID(null=False, default=None)
    seated_at = Timestamptz(null=False, default=None)
    ended_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text(null=True, default=None)


class GroupMeeting(Table, db=engine, tablename="group_meeting"):
    """That a strategy meeting is a group's; append-only by trigger."""

    meeting_id = UUID(primary_key=True, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    management_group = Text(null=False, default=None)


class InterestDeclaration(Table, db=engine, tablename="interest_declaration"):
    """What somebody said of their own interests; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    words = Text(null=False, default=None)
    declared_at = Timestamptz(null=False, default=None)
