"""What the calendars of those invited may say of where a meeting is."""

from planning.errors import Blocker

TELLING = ("strategy", "section 47", "s47", "exploitation")
"""Words that no mail or calendar ever holds (design: Need to know)."""


def shown_place(place: str, *, shown: bool) -> str:
    """What stands in calendars; nothing, which says "sign in", unless somebody chose to show it."""
    return place.strip() if shown else ""


def shown_place_faults(place: str, *, shown: bool) -> list[Blocker]:
    """Why this place cannot stand in calendars."""
    found = next((word for word in TELLING if word in shown_place(place, shown=shown).lower()), "")
    if not found:
        return []
    return [
        Blocker(
            f"The place says “{found}”, which calendars must not show."
            " Write it otherwise, or do not show the place in calendars.",
            "place_in_calendars",
        )
    ]
