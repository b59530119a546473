"""The ways in which an act or a question can fail, in words fit to show."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why an act cannot be done now.

    `message` is a sentence for the person at the screen and says what to do;
    `field` names the input it is about ("" for the whole act).
    """

    message: str
    field: str = ""


class PlanningError(Exception):
    """Parent of every refusal; the service maps each kind to one HTTP status."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(PlanningError):
    """Absent, or hidden from this person: the two are told alike (design: Need to know)."""

    def __init__(self, message: str = "There is nothing here that you can see.") -> None:
        super().__init__(message)


class NotAllowed(PlanningError):
    """The person may see the thing but not do this to it."""


class ReauthenticationNeeded(NotAllowed):
    """The act needs the password again, given within the last five minutes."""

    def __init__(self, message: str = "Enter your password again to do this.") -> None:
        super().__init__(message)


class Blocked(PlanningError):
    """The rules refuse; `blockers` holds every reason at once."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__(" ".join(blocker.message for blocker in blockers))
        self.blockers = tuple(blockers)


class Invalid(Blocked):
    """The input itself is wrong, whatever the state; every fault is named at once."""


class Stale(PlanningError):
    """Somebody else changed the thing since it was read."""

    def __init__(
        self,
        message: str = "Somebody else changed this while you had it open. Check and try again.",
    ) -> None:
        super().__init__(message)


class Duplicate(PlanningError):
    """The same idempotency key came with a different request."""


def block_if(blockers: Sequence[Blocker]) -> None:
    """Raise `Blocked` with all reasons, or return when there are none."""
    if blockers:
        raise Blocked(blockers)
