"""The forecast of a surge: what go-live will ask of each agency, as it stands and what if."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import Blocker, Invalid
from planning.surge.queries.forecasts import ForecastSeen, forecast_of
from service.api.serving import ApiRequest


@get("/operations/{operation_id:uuid}/forecast")
async def see_forecast(
    request: ApiRequest,
    operation_id: FromPath[UUID],
    change: FromQuery[list[str] | None] = None,
) -> ForecastSeen:
    """Show bands of what 26 weeks ask for, against what there is.

    `change` asks what would be if: a figure of `given` and its value, such as `half_life:5` or
    `more_chairs:2`, as often as needed. Nothing is saved.
    """
    return await forecast_of(
        operation_id=operation_id,
        actor=request.user,
        now=clock.now(),
        changes=_changes(change or []),
    )


def _changes(written: list[str]) -> dict[str, float]:
    pairs = [one.partition(":")[::2] for one in written]
    faults = [
        Blocker("Write a figure and its value, such as half_life:5.", "change")
        for _, value in pairs
        if not _is_number(value)
    ]
    if faults:
        raise Invalid(faults)
    return {field: float(value) for field, value in pairs}


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


routes = [see_forecast]
