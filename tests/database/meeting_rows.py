"""A good row of each table of concerns, chains and meetings, as SQL literals."""

A = "'00000000-0000-4000-8000-00000000000a'"
B = "'00000000-0000-4000-8000-00000000000b'"
LONG = "repeat('x', 50001)"
WORDS = "'words'"

PEOPLE = [
    f"insert into agency values ({A}, 'One', 'police', null)",
    f"insert into person values ({A}, {A}, 'P', 'p@example.org', '', true, null)",
    f"insert into compartment values ({A}, 'concern', now())",
]
ROWS: dict[str, dict[str, str]] = {
    "procedure_profile": {
        "version": "77",
        "in_force_from": "'1990-01-01'",
        "content": "'{}'",
        "entered_at": "now()",
    },
    "child": {"id": A, "compartment_id": A, "reference": "'N-1'", "name": WORDS},
    "concern": {
        "id": A,
        "compartment_id": A,
        "child_id": A,
        "reason": WORDS,
        "team": WORDS,
        "senior_manager_id": A,
        "opened_by": A,
        "opened_at": "now()",
    },
    "escalation": {
        "id": A,
        "compartment_id": A,
        "concern_id": A,
        "stage": "1",
        "reason": WORDS,
        "owner_id": A,
        "raised_by": A,
        "raised_at": "now()",
        "due_on": "'2026-03-04'",
    },
    "strategy_meeting": {
        "id": A,
        "compartment_id": A,
        "reference": "'7K4-QXP'",
        "kind": "'initial'",
        "purpose": WORDS,
        "mode": "'room'",
        "place": WORDS,
        "decided_at": "now()",
        "starts_at": "'2026-03-04 10:00+00'",
        "ends_at": "'2026-03-04 11:00+00'",
        "profile_version": "77",
        "convened_by": A,
        "convened_at": "now()",
        "chair_id": A,
        "state": "'convened'",
        "joint_record": "''",
        "child_count": "1",
        "calendar_uid": WORDS,
        "calendar_sequence": "0",
        "version": "1",
    },
    "attendee": {
        "id": A,
        "compartment_id": A,
        "meeting_id": A,
        "person_id": A,
        "agency_id": A,
        "organiser_token": WORDS,
        "invited_at": "now()",
        "answer": "'awaited'",
        "apology": "''",
        "version": "1",
    },
    "meeting_child": {
        "id": A,
        "compartment_id": A,
        "concern_id": A,
        "meeting_compartment_id": A,
        "meeting_id": A,
        "information": "''",
        "child_voice": "''",
        "analysis": "''",
        "outcome_reason": "''",
        "version": "1",
    },
    "attendee_child": {
        "attendee_id": A,
        "compartment_id": A,
        "meeting_child_id": A,
        "meeting_compartment_id": A,
    },
    "attendance_span": {
        "id": A,
        "compartment_id": A,
        "attendee_id": A,
        "joined_at": "'2026-03-04 10:00+00'",
    },
    "contribution": {
        "id": A,
        "compartment_id": A,
        "meeting_compartment_id": A,
        "meeting_id": A,
        "meeting_child_id": A,
        "item_id": A,
        "version": "1",
        "author_id": A,
        "agency_id": A,
        "nature": "'fact'",
        "text": WORDS,
        "given_at": "now()",
    },
    "chain_entry": {
        "id": A,
        "compartment_id": A,
        "concern_id": A,
        "meeting_id": A,
        "held_at": "now()",
        "entered_at": "now()",
        "entered_by": A,
        "outcome": "'s47_continues'",
        "quorate": "true",
        "absent_agency_ids": "'{}'",
    },
    "chain_next_date": {
        "id": A,
        "compartment_id": A,
        "entry_id": A,
        "next_on": "'2026-03-04'",
        "reason": WORDS,
        "set_by": A,
        "set_at": "now()",
    },
    "meeting_action": {
        "id": A,
        "compartment_id": A,
        "meeting_child_id": A,
        "what": WORDS,
        "owner_id": A,
        "due_on": "'2026-03-04'",
        "recorded_by": A,
        "recorded_at": "now()",
    },
    "minutes_part": {
        "id": A,
        "compartment_id": A,
        "meeting_compartment_id": A,
        "meeting_id": A,
        "version": "1",
        "content": "'{}'",
        "approved_by": A,
        "approved_at": "now()",
    },
}
"""A good row of each table, in an order in which they can be inserted."""


def insert(table: str, **changes: str) -> str:
    row = {**ROWS[table], **changes}
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


def before(table: str) -> list[str]:
    tables = list(ROWS)
    return [*PEOPLE, *(insert(name) for name in tables[: tables.index(table)])]
