"""What a scheduler types to convene the usual meeting."""

from tests.scene import Scene


def convening_fields(scene: Scene, *concern_ids: object) -> dict[str, str | list[str]]:
    """An initial meeting on Wednesday 4 March 2026, 10am to 11am, with police and health."""
    return {
        "step": "check",
        "kind": "initial",
        "purpose": "To decide whether to start section 47",
        "mode": "room",
        "place": "Council House",
        "on-day": "4",
        "on-month": "3",
        "on-year": "2026",
        "starts": "10am",
        "ends": "11am",
        "decided_at-day": "3",
        "decided_at-month": "3",
        "decided_at-year": "2026",
        "decided_at-time": "1pm",
        "chair_id": str(scene.chair.person_id),
        "invitees": [str(scene.police.person_id), str(scene.health.person_id)],
        "concern_ids": [str(concern_id) for concern_id in concern_ids],
    }


def item(section: str, body: str, *, at: int = 0, **fields: str) -> dict[str, str]:
    """One item of the record as its inputs post it, written on the blank unless `read` says so."""
    named = {"section": section, "read": "1", "body": body, **fields}
    return {f"item-{at}-{name}": value for name, value in named.items()}
