"""The counted relaxation in whole meetings, by OR-Tools' HiGHS: the tightest of our bounds.

Only starts that a schedule cheaper than the best one known could have are looked at.
"""

import math
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from planning.surge.solver.relaxed import Floats, Ints, Relaxation

COLUMNS_AT_MOST = 25_000
_TOLERANCE = 1e-3


class Columns(NamedTuple):
    """The meetings and starts that are left, by the number of the column."""

    meetings: Ints
    starts: Ints
    costs: Floats


def columns_within(relaxation: Relaxation, beyond: Floats, spare: float) -> Columns:
    """Those that cost at most `spare` beyond a bound; all others are in no cheaper schedule."""
    meetings, starts = np.nonzero(relaxation.allowed & (beyond <= spare))
    return Columns(meetings, starts, relaxation.late[meetings, starts])


def bounded(relaxation: Relaxation, columns: Columns, *, upper: int, seconds: float) -> int:
    """A lower bound of the lateness, and no more than `upper`, the cost of a schedule known."""
    model = mathopt.Model.from_model_proto(_form(relaxation, columns))
    limit = timedelta(seconds=max(0.1, seconds))
    result = mathopt.solve(
        model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=limit)
    )
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
        return upper
    bound = result.termination.objective_bounds.dual_bound
    return 0 if bound == -math.inf else min(upper, math.ceil(bound - _TOLERANCE))


def _form(relaxation: Relaxation, columns: Columns) -> model_pb2.ModelProto:
    """One start for each meeting; what is used of each cell is at most what is there."""
    n, jobs = len(columns.costs), len(relaxation.duration)
    column, cell, amount = relaxation.entries(columns.meetings, columns.starts)
    cells, row = np.unique(cell, return_inverse=True)
    limits = relaxation.free.reshape(-1)[cells]
    tight = np.bincount(row, weights=amount, minlength=len(cells)) > limits
    number = np.cumsum(tight) - 1
    kept = tight[row]
    order_rows, order_columns, order_values, gaps = _order(relaxation, columns)
    rows = np.concatenate([columns.meetings, jobs + number[row[kept]], order_rows])
    rows[len(rows) - len(order_rows) :] += jobs + int(tight.sum())
    cols = np.concatenate([np.arange(n), column[kept], order_columns])
    values = np.concatenate([np.ones(n), amount[kept], order_values])
    proto = model_pb2.ModelProto(name="surge")
    proto.variables.ids.extend(range(n))
    proto.variables.lower_bounds.extend([0.0] * n)
    proto.variables.upper_bounds.extend([1.0] * n)
    proto.variables.integers.extend([True] * n)
    proto.objective.linear_coefficients.ids.extend(range(n))
    proto.objective.linear_coefficients.values.extend(columns.costs)
    upper = np.concatenate([np.ones(jobs), limits[tight], -gaps])
    lower = np.concatenate([np.ones(jobs), np.full(len(upper) - jobs, -math.inf)])
    proto.linear_constraints.ids.extend(range(len(upper)))
    proto.linear_constraints.lower_bounds.extend(lower)
    proto.linear_constraints.upper_bounds.extend(upper)
    place = np.lexsort((cols, rows))
    proto.linear_constraint_matrix.row_ids.extend(rows[place])
    proto.linear_constraint_matrix.column_ids.extend(cols[place])
    proto.linear_constraint_matrix.coefficients.extend(values[place])
    return proto


def _order(relaxation: Relaxation, columns: Columns) -> tuple[Ints, Ints, Floats, Floats]:
    """`after`: the day of the earlier, less that of the later, is at most minus the days between.

    Day 0 of a column would be an entry of 0, so days are counted from 1.
    """
    rows, cols, values = [], [], []
    days = relaxation.day_of[columns.starts] + 1
    for number, (earlier, later, _) in enumerate(relaxation.order):
        for meeting, sign in ((earlier, 1), (later, -1)):
            mine = np.flatnonzero(columns.meetings == meeting)
            rows.append(np.full(len(mine), number))
            cols.append(mine)
            values.append(sign * days[mine])
    gaps = np.array([gap for _, _, gap in relaxation.order], dtype=np.float64)
    if not rows:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, np.zeros(0), gaps
    return np.concatenate(rows), np.concatenate(cols), np.concatenate(values).astype(float), gaps
