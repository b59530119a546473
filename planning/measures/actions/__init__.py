"""What the worker does with measures: adding what has changed, and working all out anew."""

from planning.measures.actions.adding import add_changes
from planning.measures.actions.rebuilding import rebuild_measures

__all__ = ["add_changes", "rebuild_measures"]
