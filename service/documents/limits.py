"""What a process that reads strangers' content may take of the machine; imports nothing heavy."""

import contextlib
import resource

MEMORY_LIMIT = 1024**3


def limit_resources() -> None:
    """Hold this process to MEMORY_LIMIT bytes, and leave no core file with case content in it."""
    # Some systems (macOS) know the limit's name but refuse to set it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
