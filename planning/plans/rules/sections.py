"""What a person says of a section: not started, in progress, complete."""

from enum import StrEnum

from planning.errors import Blocker
from planning.plans.rules.templates import Section
from planning.plans.rules.values import Content, missing


class SectionState(StrEnum):
    """Said by a person; only a change of what the section says takes it back."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


def completion_faults(section: Section, content: Content) -> list[Blocker]:
    """What keeps a section from being called complete; it can be saved all the same."""
    return [
        Blocker(f"Answer “{field.label}” before you say that the section is complete.", field.key)
        for field in missing(section, content)
    ]


def state_after(
    before: SectionState, *, said: bool | None, material: bool, unfinished: bool
) -> SectionState:
    """The state after a save: what was `said` of it, or else complete only while it still is."""
    if said is not None:
        return SectionState.COMPLETE if said else SectionState.IN_PROGRESS
    stays = before is SectionState.COMPLETE and not material and not unfinished
    return SectionState.COMPLETE if stays else SectionState.IN_PROGRESS
