"""Good rows of what a chain is made of."""


def answers(some_id: str, words: str) -> dict[str, dict[str, str]]:
    """What receivers said to hand-overs."""
    return {
        "hand_over_answer": {
            "id": some_id,
            "compartment_id": some_id,
            "concern_id": some_id,
            "entry_id": some_id,
            "accepted": "true",
            "answered_on": "'2026-03-05'",
            "answered_by_name": words,
            "evidence": words,
            "recorded_by": some_id,
            "recorded_at": "now()",
        },
    }


def states(some_id: str) -> dict[str, dict[str, str]]:
    """What a chain amounts to."""
    return {
        "chain_state": {
            "concern_id": some_id,
            "compartment_id": some_id,
            "meetings": "1",
            "run": "0",
            "first_held_on": "'2026-03-04'",
            "last_held_at": "now()",
            "last_meeting_kind": "'initial'",
            "slips": "0",
            "absent_again": "'{}'",
            "absent_last": "'{}'",
            "agency_minutes": "0",
            "reported_emergencies": "0",
            "computed_at": "now()",
        },
    }


def entries(some_id: str) -> dict[str, dict[str, str]]:
    """What meetings decided."""
    return {
        "chain_entry": {
            "id": some_id,
            "compartment_id": some_id,
            "concern_id": some_id,
            "meeting_id": some_id,
            "held_at": "now()",
            "entered_at": "now()",
            "entered_by": some_id,
            "outcome": "'s47_continues'",
            "quorate": "true",
            "absent_agency_ids": "'{}'",
            "phone_only": "false",
            "profile_version": "77",
            "kind": "'initial'",
            "lasted_minutes": "60",
            "agencies_present": "3",
            "children_there": "1",
            "emergency": "false",
        },
    }
