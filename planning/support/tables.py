"""What is stored of the support of children."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ChildPlan(Table, db=engine, tablename="child_plan"):
    """A child's plan; its id is the attachment's."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    not_criminalised = Boolean(null=False, default=None)
    risk_due_on = Date(null=True, default=None)
    review_due_on = Date(null=True, default=None)
    opened_by = UUID(null=False, default=None)
    opened_at = Timestamptz(null=False, default=None)
    ended_on = Date(null=True, default=None)
    ended_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text(null=True, default=None)


class KeyWorkerSpell(Table, db=engine, tablename="key_worker_spell"):
    """Who was a child's key worker or deputy, and when."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    child_plan_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    post = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    assigned_by = UUID(null=False, default=None)
    from_at = Timestamptz(null=False, default=None)
    ended_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text(null=True, default=None)


class ChildRisk(Table, db=engine, tablename="child_risk"):
    """A risk assessment; the latest holds."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    child_plan_id = UUID(null=False, default=None)
    immediate = Text(null=False, default=None)
    ongoing = Text(null=False, default=None)
    assessed_on = Date(null=False, default=None)
    next_on = Date(null=False, default=None)
    assessed_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class ChildPlanPart(Table, db=engine, tablename="child_plan_part"):
    """A part of a plan as it reads now."""

    child_plan_id = UUID(primary_key=True, default=None)
    key = Text(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    content = Text(null=False, default=None)
    due_on = Date(null=True, default=None)
    done_on = Date(null=True, default=None)
    edited_by = UUID(null=False, default=None)
    edited_at = Timestamptz(null=False, default=None)
    version = Integer(null=False, default=None)


class ChildContact(Table, db=engine, tablename="child_contact"):
    """A contact with a child; a wrong entry is struck out."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    child_plan_id = UUID(null=False, default=None)
    happened_on = Date(null=False, default=None)
    kind = Text(null=False, default=None)
    seen = Boolean(null=False, default=None)
    note = Text(null=False, default=None)
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    struck_by = UUID(null=True, default=None)
    struck_at = Timestamptz(null=True, default=None)
    struck_reason = Text(null=True, default=None)


class ChildPlanReview(Table, db=engine, tablename="child_plan_review"):
    """A review of a child's plan."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    child_plan_id = UUID(null=False, default=None)
    held_on = Date(null=False, default=None)
    summary = Text(null=False, default=None)
    next_on = Date(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
