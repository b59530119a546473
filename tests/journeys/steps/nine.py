"""What the people of nine agencies do for an operation by programs, with their own tokens."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from planning import clock
from planning.clock import today
from planning.groups.rules import KIND_OF, Group
from planning.plans.rules.templates import PlanKind
from service.demo.cast import PASSWORD, PLAYERS
from service.demo.plans import STAFF
from service.demo.stage import Stage
from service.demo.steering import MEMBERS
from service.demo.writing import write_plan
from tests.journeys.steps.operations import CONTINGENCY, SUPPORT
from tests.journeys.steps.programs import Programming

TITLES = {PlanKind.CONTINGENCY: CONTINGENCY, PlanKind.VICTIM_SUPPORT: SUPPORT}
SIGNATORIES = [player.key for player in PLAYERS if player.signatory]
KEY_WORKERS = "Key workers"


async def given_the_plans_are_written(
    program: Programming, stage: Stage, operation: str, *others: str
) -> dict[str, str]:
    """Sections, roles accepted by their holders, resources; the plans' paths by title.

    These others are let into the operation, too.
    """
    lead, now = await program("lead"), clock.now()
    people = {key for pair in STAFF.values() for key in pair} - {"lead"}
    await lead.post(
        f"{operation}/members",
        {
            "person_ids": [stage.id(key) for key in sorted(people | set(others))],
            "tier": "safeguarding",
            "reason": "Part in the plans",
        },
    )
    plans = {}
    for row in await lead.get(f"{operation}/plans"):
        kind = PlanKind(row["kind"])
        await write_plan(stage, UUID(row["id"]), kind, now, today(now))
        plans[TITLES[kind]] = f"/plans/{row['id']}"
    return plans


async def when_programs_seat(
    program: Programming, stage: Stage, operation: str, group: Group, *, but: str = ""
) -> None:
    """The chair, and a senior manager of each agency; the lead, who plans, too."""
    lead = await program("lead")
    for key in ("chair", "lead", *MEMBERS):
        if key != but:
            seat = {
                "group": group,
                "person_id": stage.id(key),
                "seat": "chair" if key == "chair" else "member",
                "from_on": today(clock.now()),
                "reason": "Speaks for the agency",
            }
            await lead.post(f"{operation}/groups/seats", seat)


async def when_a_program_convenes(
    program: Programming, stage: Stage, operation: str, group: Group
) -> str:
    """For some weeks on, everybody who sits in it; the meeting's path."""
    there = [stage.id(key) for key in ("lead", *MEMBERS)]
    convening = {
        "kind": KIND_OF[group],
        "purpose": "To agree who does what, hour by hour",
        "mode": "video",
        "decided_at": clock.now(),
        "times": {
            "on": today(clock.now()) + timedelta(days=29),
            "starts": "16:00:00",
            "ends": "17:00:00",
        },
        "chair_id": stage.id("chair"),
        "invitees": [{"person_id": one} for one in there],
        "ask_although_busy": [stage.id("chair"), *there],
    }
    lead = await program("lead")
    asked = {"group": group, "convening": convening}
    return f"/meetings/{(await lead.post(f'{operation}/groups/meetings', asked))['meeting_id']}"


async def when_a_program_holds(program: Programming, stage: Stage, meeting: str) -> None:
    """Everybody is there; nothing is to be decided about any child."""
    chair = await program("chair")
    there = [stage.id(key) for key in ("chair", "lead", *MEMBERS)]
    attendance = [{"person_id": one, "present": True} for one in there]
    await chair.put(f"{meeting}/attendance", {"attendance": attendance})
    await chair.post(f"{meeting}/close", {})


async def when_programs_declare_no_interest(
    program: Programming, operation: str, *, but: str
) -> None:
    for key in ("chair", "lead", *MEMBERS):
        if key != but:
            person = await program(key)
            await person.post(f"{operation}/interests", {"interest": "none"})


async def when_programs_sign(
    program: Programming, stage: Stage, plan: str, *, but: Collection[str]
) -> None:
    """Every signatory but these, or that the agency has no role where the plan asks nothing."""
    lead = await program("lead")
    version = (await lead.get(f"{plan}/versions"))[0]["id"]
    for key in SIGNATORIES:
        if key not in but:
            signatory = await program(key)
            agency_id: UUID = stage.people[key].agency_id
            seen = await signatory.get(f"/plan-versions/{version}/schedules/{agency_id}")
            rows = seen["content"]["roles"] + seen["content"]["resources"]
            answer = {"answer": "signed" if rows else "no_role", "password": PASSWORD}
            await signatory.post(f"/plan-versions/{version}/sign-offs", answer)
