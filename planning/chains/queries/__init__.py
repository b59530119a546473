"""What people see of chains."""

from planning.chains.queries.chain import (
    ChainSeen,
    EntrySeen,
    chain_of,
    clocks_of,
    running_clocks,
    states_of,
)
from planning.chains.queries.facts import entries_of, facts_of
from planning.chains.queries.undecided import UndecidedChain, undecided_chains

__all__ = [
    "ChainSeen",
    "EntrySeen",
    "UndecidedChain",
    "chain_of",
    "clocks_of",
    "entries_of",
    "facts_of",
    "running_clocks",
    "states_of",
    "undecided_chains",
]
