"""Who gives how much to whom: the most that can be given, at the least price (min-cost flow)."""

from collections.abc import Mapping, Sequence

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Prices = Mapping[tuple[int, int], int]
"""What one unit from a source to a need costs; a pair that is left out cannot be used."""


def transport(
    spare: Sequence[int], needed: Sequence[int], prices: Prices
) -> dict[tuple[int, int], int]:
    """Units from each source to each need: never more than is spare or needed, and as many as can
    be; of all such answers one of the least price.
    """
    flow = SimpleMinCostFlow()
    start, end = 0, 1 + len(spare) + len(needed)
    for source, units in enumerate(spare):
        flow.add_arc_with_capacity_and_unit_cost(start, 1 + source, units, 0)
    for need, units in enumerate(needed):
        flow.add_arc_with_capacity_and_unit_cost(1 + len(spare) + need, end, units, 0)
    arcs = {
        pair: flow.add_arc_with_capacity_and_unit_cost(
            1 + pair[0], 1 + len(spare) + pair[1], min(spare[pair[0]], needed[pair[1]]), price
        )
        for pair, price in prices.items()
    }
    most = min(sum(spare), sum(needed))
    flow.set_node_supply(start, most)
    flow.set_node_supply(end, -most)
    flow.solve_max_flow_with_min_cost()
    return {pair: given for pair, arc in arcs.items() if (given := flow.flow(arc))}
