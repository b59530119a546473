"""Loads Northborough into an empty database, through the acts that people use."""

from datetime import datetime

from planning.clock import today
from planning.measures.actions import add_changes, make_reports
from planning.meetings.actions import finish_by_clock
from planning.outbox import Enqueue
from planning.plans.actions.templates import install_shipped_templates
from planning.procedures.actions import install_shipped_profile
from planning.transactions import execute, fetch_value, transaction
from service.auth.passwords import hash_password
from service.demo.cast import PASSWORD
from service.demo.diaries import fill_diaries
from service.demo.drift import watch_drift
from service.demo.ladder import climb, miss_sign_off
from service.demo.meetings import play
from service.demo.operations import live_without_sign_off, waiting_at_the_gate
from service.demo.plot import PLANNED, WORKING_DAYS, stories, working_days_before
from service.demo.replies import replies_arrive
from service.demo.stage import Stage, at, no_mail, set_channels, set_stage
from service.demo.waiting import name_children
from service.demo.week import fill_week


class HalfLoaded(RuntimeError):
    """The data folder holds something that is not a whole Northborough."""


async def load_northborough(*, enqueue: Enqueue, now: datetime) -> None:
    """Fill an empty database.

    Raises `HalfLoaded` when there is data: an interrupted load, or somebody's real data, neither
    of which the demo touches.
    """
    async with transaction(None):
        if await fetch_value("select exists (select from agency)"):
            raise HalfLoaded(
                "The data folder holds other data. Choose an empty one with ACCORD_DATA."
            )
    day = today(now)
    begun = working_days_before(day, PLANNED)
    await install_shipped_profile(now=now)
    await install_shipped_templates(now=now)
    stage = await set_stage(enqueue=enqueue, now=at(begun, 9))
    await give_passwords(stage, now)
    played = await play(stage, stories(day), now=now)
    lantern = await live_without_sign_off(
        stage, planned_on=begun, live_on=working_days_before(day, WORKING_DAYS)
    )
    await set_channels(stage, now=now)
    await fill_diaries(stage, now=now)
    without_police = await fill_week(stage, now=now)
    await name_children(stage, now=now)
    await watch_drift(stage, played, without_police, lantern, now)
    await waiting_at_the_gate(stage, played, now=now)


async def catch_up(*, now: datetime) -> None:
    """Do what the worker did on the days that are past, without its mail, and take what came.

    As the worker's role.
    """
    await finish_by_clock(now=now, enqueue=no_mail)
    await miss_sign_off(now=now)
    await climb(now=now)
    while await add_changes(now=now):
        pass
    await make_reports(now=now)
    await replies_arrive(now=now)


async def give_passwords(stage: Stage, now: datetime) -> None:
    """Let everybody sign in with one password, and so one hash: hashing each would take seconds."""
    hashed = await hash_password(PASSWORD)
    async with transaction(None):
        await execute(
            "insert into credential (person_id, password_hash, changed_at)"
            " select person_id, $2, $3 from unnest($1::uuid[]) as person_id",
            [actor.person_id for actor in stage.people.values()], hashed, now,
        )  # fmt: skip
