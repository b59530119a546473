"""How many meetings, people and hours a go-live will ask of each agency, week by week."""

from planning.surge.forecast.assumptions import (
    ASSUMED,
    SEED_MEETINGS,
    SEED_VICTIMS,
    SURGE_DAYS,
    Assumptions,
    assumption_faults,
)
from planning.surge.forecast.curve import rhythm_faults
from planning.surge.forecast.figures import (
    WEEKS,
    Band,
    Figures,
    Forecast,
    Pool,
    Role,
    RoleForecast,
    Victims,
)
from planning.surge.forecast.running import RUNS, forecast, meetings_forecast

__all__ = [
    "ASSUMED",
    "RUNS",
    "SEED_MEETINGS",
    "SEED_VICTIMS",
    "SURGE_DAYS",
    "WEEKS",
    "Assumptions",
    "Band",
    "Figures",
    "Forecast",
    "Pool",
    "Role",
    "RoleForecast",
    "Victims",
    "assumption_faults",
    "forecast",
    "meetings_forecast",
    "rhythm_faults",
]
