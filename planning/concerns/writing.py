"""The rows of new concerns, also written when a meeting opens them in its own statement."""

from collections.abc import Sequence
from uuid import UUID

from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.concerns.rules import NewConcern
from planning.history.rules import Event

WRITE_CONCERNS = """
new_children as (
    insert into child (id, compartment_id, reference, name, born_on)
    select child_id, compartment_id, reference, name, born_on
    from jsonb_to_recordset($1::jsonb) as c (
        child_id uuid, compartment_id uuid, reference text, name text, born_on date)),
new_concerns as (
    insert into concern (id, compartment_id, child_id, reason, team, senior_manager_id, opened_by,
                         opened_at, separate_reason, referred_on)
    select id, compartment_id, child_id, reason, team, senior_manager_id, $2, $3, separate_reason,
           referred_on
    from jsonb_to_recordset($1::jsonb) as c (
        id uuid, compartment_id uuid, child_id uuid, reason text, team text,
        senior_manager_id uuid, separate_reason text, referred_on date))
"""
"""Two parts of a WITH: $1 the `NewConcern` rows as JSON, $2 who opens them, $3 when.

The actor must be a member of their compartments since an earlier statement.
"""

OPEN_CONCERNS = """
select k.id, c.reference from concern k
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where k.closed_at is null and upper(replace(c.reference, ' ', ''))
    = any(array(select upper(replace(typed, ' ', '')) from unnest({references}::text[]) typed))
"""


def compartments_of(concerns: Sequence[NewConcern]) -> list[NewCompartment]:
    """One compartment for each child."""
    return [NewCompartment(concern.compartment_id, CompartmentKind.CONCERN) for concern in concerns]


def grants_of(concerns: Sequence[NewConcern], opened_by: UUID) -> list[Grant]:
    """The person who opens a concern is in it, with the senior manager named for it."""
    return [
        grant
        for concern in concerns
        for grant in (
            Grant(concern.compartment_id, opened_by, "Opened the concern"),
            Grant(
                concern.compartment_id,
                concern.senior_manager_id,
                "Senior manager named for the concern",
            ),
        )
    ]


def events_of(concerns: Sequence[NewConcern]) -> list[Event]:
    """What history says of each."""
    return [
        Event(
            "concern.opened",
            "concern",
            concern.id,
            concern.compartment_id,
            {"senior_manager_id": concern.senior_manager_id, "separate": concern.separate_reason},
        )
        for concern in concerns
    ]
