"""What people see of an operation after go-live."""

from planning.lessons.queries.figures import afterwards_of
from planning.lessons.queries.in_force import versions_in_force
from planning.lessons.queries.report import lesson, lessons, report_of

__all__ = ["afterwards_of", "lesson", "lessons", "report_of", "versions_in_force"]
