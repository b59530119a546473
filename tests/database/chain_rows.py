"""Good rows of what was recorded of a chain beside its meetings."""


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
