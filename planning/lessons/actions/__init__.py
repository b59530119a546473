"""What people do after go-live: write the report, keep lessons and follow them."""

from planning.lessons.actions.learning import add_lesson, follow_lesson
from planning.lessons.actions.reporting import write_report

__all__ = ["add_lesson", "follow_lesson", "write_report"]
