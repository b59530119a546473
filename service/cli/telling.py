"""What a command says to the person at the terminal."""

import sys
from collections.abc import Iterable

CONFIGURATION_FAULT = 78
"""Exit code for what only a person can mend (EX_CONFIG); a supervisor does not try again."""


def say(text: str) -> None:
    """One line of result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(faults: Iterable[str]) -> None:
    """Each fault on its own line of standard error."""
    for fault in faults:
        sys.stderr.write(f"accord: {fault}\n")
    sys.stderr.flush()
