"""How far a long command has come, on standard error: at once on a screen, seldom in a log."""

import sys
from collections.abc import Callable
from time import monotonic

_SCREEN_SECONDS, _LOG_SECONDS = 0.2, 5.0


def progress(doing: str, of: int | None = None) -> Callable[[int], None]:
    """Say how many rows are done, when some time has passed since it was said last."""
    screen = sys.stderr.isatty()
    seconds = _SCREEN_SECONDS if screen else _LOG_SECONDS
    spoken = monotonic()

    def tick(done: int) -> None:
        nonlocal spoken
        if monotonic() - spoken < seconds:
            return
        spoken = monotonic()
        total = f" of {of:,}" if of else ""
        sys.stderr.write(f"{doing}: {done:,}{total} rows{chr(13) if screen else chr(10)}")
        sys.stderr.flush()

    return tick
