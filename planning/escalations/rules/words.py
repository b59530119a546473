"""What each act must say."""

from planning.errors import Blocker

LONGEST_REASON, LONGEST_ANSWER, LONGEST_SAFETY = 2000, 4000, 2000
_SAFE = "Say how the child is safe meanwhile, in up to 2,000 characters."


def answer_faults(outcome: str, child_safe_meanwhile: str) -> list[Blocker]:
    """Both are asked at every stage (design: Repeat meetings, Escalation ladder)."""
    return [
        *_said(outcome, LONGEST_ANSWER, "Say what you decided, in up to 4,000 characters.",
               "outcome"),
        *_said(child_safe_meanwhile, LONGEST_SAFETY, _SAFE, "child_safe_meanwhile"),
    ]  # fmt: skip


def raising_faults(reason: str, child_safe_meanwhile: str) -> list[Blocker]:
    """Why it is raised or moved up, and how the child is safe until the answer."""
    return [
        *reason_faults(reason),
        *_said(child_safe_meanwhile, LONGEST_SAFETY, _SAFE, "child_safe_meanwhile"),
    ]


def reason_faults(reason: str) -> list[Blocker]:
    """Nothing is raised, moved up or withdrawn without one."""
    return _said(reason, LONGEST_REASON, "Say why, in up to 2,000 characters.", "reason")


def outcome_faults(outcome: str) -> list[Blocker]:
    """What it came to is written down when it ends."""
    words = "Say what was agreed, in up to 4,000 characters."
    return _said(outcome, LONGEST_ANSWER, words, "outcome")


def _said(text: str, longest: int, words: str, field: str) -> list[Blocker]:
    return [] if 1 <= len(text.strip()) <= longest else [Blocker(words, field)]
