"""Writing procedures: versions of the rules, and days on which the partnership is closed."""

from planning.procedures.actions.closed_days import close_day, take_back_closed_day
from planning.procedures.actions.profiles import (
    SHIPPED_FROM,
    install_profile,
    install_shipped_profile,
)

__all__ = [
    "SHIPPED_FROM",
    "close_day",
    "install_profile",
    "install_shipped_profile",
    "take_back_closed_day",
]
