"""What is stored of plans. A submitted version and its schedules never change."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Numeric, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Plan(Table, db=engine, tablename="plan"):
    """One of an operation's two plans, with the template it was started from."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    template = JSONB(null=False, default=None)
    material_editor_ids = Array(base_column=UUID(), null=False, default=None)
    last_editor_id = UUID(null=True, default=None)
    shared_editor_id = UUID(null=True, default=None)
    schedule_editor_ids = JSONB(null=False, default=None)
    version = Integer(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)


class PlanSection(Table, db=engine, tablename="plan_section"):
    """The working text of a section, in the compartment of its tier."""

    plan_id = UUID(primary_key=True, default=None)
    key = Text(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_compartment_id = UUID(null=False, default=None)
    content = JSONB(null=False, default=None)
    edited_by = UUID(null=True, default=None)
    edited_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)
    state = Text(null=False, default=None)


class PlanSectionText(Table, db=engine, tablename="plan_section_text"):
    """One of the texts that a section had; never changed."""

    plan_id = UUID(primary_key=True, default=None)
    key = Text(null=False, default=None)
    version = Integer(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    content = JSONB(null=False, default=None)
    edited_by = UUID(null=False, default=None)
    edited_at = Timestamptz(null=False, default=None)


class PlanRole(Table, db=engine, tablename="plan_role"):
    """A role that an agency fills."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    title = Text(null=False, default=None)
    responsibilities = Text(null=False, default=None)
    authority_limit = Text(null=False, default=None)
    mandatory = Boolean(null=False, default=None)
    holder_id = UUID(null=True, default=None)
    deputy_id = UUID(null=True, default=None)
    contact_24h = Text(null=False, default=None)
    from_on = Date(null=False, default=None)
    until_on = Date(null=False, default=None)
    accepted_at = Timestamptz(null=True, default=None)
    edited_by = UUID(null=False, default=None)
    edited_at = Timestamptz(null=False, default=None)
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)
    briefed_in_at = Timestamptz(null=True, default=None)
    briefed_in_by = UUID(null=True, default=None)


class PlanResource(Table, db=engine, tablename="plan_resource"):
    """What an agency is asked for and what it commits."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    unit = Text(null=False, default=None)
    requested = Numeric(digits=(12, 2), null=False, default=None)
    committed = Numeric(digits=(12, 2), null=False, default=None)
    phase = Text(null=False, default=None)
    funding = Text(null=False, default=None)
    from_on = Date(null=False, default=None)
    until_on = Date(null=False, default=None)
    edited_by = UUID(null=False, default=None)
    edited_at = Timestamptz(null=False, default=None)
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)
    type_key = Text(null=False, default=None)
    approver_id = UUID(null=True, default=None)
    backfill = Text(null=False, default=None)
    status = Text(null=False, default=None)
    used = Numeric(digits=(12, 2), null=False, default=None)


class ResourceType(Table, db=engine, tablename="resource_type"):
    """A kind of resource that agencies declare and commit; closed ones stay on old lines."""

    key = Text(primary_key=True, default=None)
    words = Text(null=False, default=None)
    unit = Text(null=False, default=None)
    per = Text(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)


class PlanVersion(Table, db=engine, tablename="plan_version"):
    """A submitted plan: immutable, numbered, fingerprinted."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    number = Integer(null=False, default=None)
    content = JSONB(null=False, default=None)
    shared_fingerprint = Text(null=False, default=None)
    material_editor_ids = Array(base_column=UUID(), null=False, default=None)
    last_editor_id = UUID(null=True, default=None)
    shared_editor_id = UUID(null=True, default=None)
    submitted_by = UUID(null=False, default=None)
    submitted_at = Timestamptz(null=False, default=None)


class PlanVersionSchedule(Table, db=engine, tablename="plan_version_schedule"):
    """What one agency signs in a version."""

    plan_version_id = UUID(primary_key=True, default=None)
    agency_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    content = JSONB(null=False, default=None)
    fingerprint = Text(null=False, default=None)
    editor_id = UUID(null=True, default=None)


class PlanVersionPolice(Table, db=engine, tablename="plan_version_police"):
    """The police-sensitive sections of a version, which the database freezes by itself."""

    plan_version_id = UUID(primary_key=True, default=None)
    plan_compartment_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    content = JSONB(null=False, default=None)


class PlanComment(Table, db=engine, tablename="plan_comment"):
    """A comment or request about a section, role or resource line, in the tier of that."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    section_key = Text(null=True, default=None)
    role_id = UUID(null=True, default=None)
    resource_id = UUID(null=True, default=None)
    kind = Text(null=False, default=None)
    text = Text(null=False, default=None)
    said_by = UUID(null=False, default=None)
    said_at = Timestamptz(null=False, default=None)
    settled_by = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class PlanReply(Table, db=engine, tablename="plan_reply"):
    """What was said to a comment or request."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    comment_id = UUID(null=False, default=None)
    text = Text(null=False, default=None)
    said_by = UUID(null=False, default=None)
    said_at = Timestamptz(null=False, default=None)


class PlanTemplate(Table, db=engine, tablename="plan_template"):
    """A version of a template: changed while it is a draft, and never once it is in force."""

    id = UUID(primary_key=True, default=None)
    kind = Text(null=False, default=None)
    number = Integer(null=False, default=None)
    content = JSONB(null=False, default=None)
    state = Text(null=False, default=None)
    note = Text(null=False, default=None)
    made_by = UUID(null=True, default=None)
    made_at = Timestamptz(null=False, default=None)
    in_force_by = UUID(null=True, default=None)
    in_force_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)


class PlanReview(Table, db=engine, tablename="plan_review"):
    """That somebody looked at a version and said whether it is to be changed."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    plan_version_id = UUID(null=False, default=None)
    changed = Boolean(null=False, default=None)
    note = Text(null=False, default=None)
    reviewed_by = UUID(null=False, default=None)
    reviewed_at = Timestamptz(null=False, default=None)
