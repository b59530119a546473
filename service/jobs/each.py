"""Doing the same to many things, each in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from planning.transactions import RETRYABLE
from service.jobs.registry import JobContext

Thing = TypeVar("Thing")


async def each_alone(
    context: JobContext,
    found: Sequence[Thing],
    act: Callable[[Thing], Awaitable[object]],
    *,
    told: str,
) -> None:
    """One that fails keeps no other waiting; `told` says what could not be done."""
    failures: list[Exception] = []
    for one in found:
        if context.stopping.is_set():
            break
        try:
            await act(one)
        except RETRYABLE:
            raise
        except Exception as failure:  # noqa: BLE001 - told below, after all others were done
            failures.append(failure)
    if failures:
        raise ExceptionGroup(told, failures)
