"""What the partnership sees: figures, and reports of them that are kept."""

from planning.measures.queries.figures import Choices, choices, dashboard, words_of
from planning.measures.queries.reports import ReportLine, ReportSeen, report, reports

__all__ = [
    "Choices",
    "ReportLine",
    "ReportSeen",
    "choices",
    "dashboard",
    "report",
    "reports",
    "words_of",
]
