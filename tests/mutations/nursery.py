"""Runs tests again and again without importing other people's libraries each time.

For each line on its input, it forks a process that runs pytest, and answers with its exit code.
"""

import json
import os
import sys
from typing import Any

import asyncpg
import hypothesis
import msgspec
import piccolo.columns
import piccolo.engine.postgres
import piccolo.table
import pytest

OPTIONS = [
    "-q", "-x", "--no-cov", "-p", "no:cacheprovider", "-p", "no:xdist",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
]  # fmt: skip
GROWN = [asyncpg, hypothesis, msgspec, piccolo, pytest]
"""What children begin with. Nothing of ours: each child imports its own copy."""


def main() -> None:
    """Until the input ends."""
    os.nice(10)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _run(asked)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(asked: dict[str, Any]) -> None:
    """Never comes back."""
    os.chdir(asked["folder"])
    sys.path.insert(0, asked["folder"])
    os.environ.update(asked["environment"])
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os._exit(int(pytest.main([*OPTIONS, *asked["tests"]])))


if __name__ == "__main__":
    main()
