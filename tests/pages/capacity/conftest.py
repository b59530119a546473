"""Each test has one synthetic operation, at the time of its planning."""

from tests.pages.operations.world import at_the_time, world

__all__ = ["at_the_time", "world"]
