"""What is done with measures: adding what has changed, working all out anew, keeping reports."""

from planning.measures.actions.adding import add_changes
from planning.measures.actions.rebuilding import rebuild_measures
from planning.measures.actions.reporting import ask_for_report, make_reports

__all__ = ["add_changes", "ask_for_report", "make_reports", "rebuild_measures"]
