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
from planning.chains.queries.review_cases import (
    ReviewCase,
    ReviewOwed,
    ReviewSeen,
    review_cases,
    reviews_of,
    reviews_owed,
    reviews_owed_page,
)
from planning.chains.queries.reviews import adjourning_faults
from planning.chains.queries.undecided import (
    Team,
    UndecidedChain,
    UndecidedFilters,
    teams,
    undecided_chains,
    undecided_whole,
)
from planning.chains.queries.waiting import HandOverWaiting, hand_overs_waiting

__all__ = [
    "ChainSeen",
    "EntrySeen",
    "HandOverWaiting",
    "ReviewCase",
    "ReviewOwed",
    "ReviewSeen",
    "Team",
    "UndecidedChain",
    "UndecidedFilters",
    "adjourning_faults",
    "chain_of",
    "clocks_of",
    "entries_of",
    "facts_of",
    "hand_overs_waiting",
    "review_cases",
    "reviews_of",
    "reviews_owed",
    "reviews_owed_page",
    "running_clocks",
    "states_of",
    "teams",
    "undecided_chains",
    "undecided_whole",
]
