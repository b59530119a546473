# mypy: ignore-errors
"""One problem solved by Timefold, to measure beside ours; run by its own Python, not by Accord's.

python timefold_run.py PROBLEM.json SECONDS SOLUTION.json, with Java 17 and PyPI's timefold 1.24.
Stock construction heuristic, one variable after another (all at once would be a product of ten
ranges), then late acceptance.
"""

import json
import sys
from pathlib import Path

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold_domain import Meeting, Person, Room, Schedule, Start, rules

VARIABLES = ["start", "room", *(f"p{place}" for place in range(8))]
PHASES = """<solver xmlns="https://timefold.ai/xsd/solver">
  <constructionHeuristic><queuedEntityPlacer><entitySelector id="placed"/>{moves}
  </queuedEntityPlacer></constructionHeuristic>
  <localSearch><localSearchType>LATE_ACCEPTANCE</localSearchType></localSearch>
</solver>"""
MOVE = """<changeMoveSelector><entitySelector mimicSelectorRef="placed"/>
  <valueSelector variableName="{name}"/></changeMoveSelector>"""


def runs(busy, days):
    size = days[-1]["first"] + days[-1]["slots"]
    taken = [False] * size
    for since, until in busy:
        for slot in range(since, until):
            taken[slot] = True
    run = [0] * size
    for day in days:
        count = 0
        for slot in range(day["first"] + day["slots"] - 1, day["first"] - 1, -1):
            count = 0 if taken[slot] else count + 1
            run[slot] = count
    return run


def schedule_of(problem):
    days = problem["grid"]["days"]
    people = {
        one["id"]: Person(at, runs(one["busy"], days)) for at, one in enumerate(problem["people"])
    }
    nobody = Person(-1, [99] * len(runs([], days)))
    nowhere = Room(-1, nobody.run)
    rooms = [Room(at, runs(one["busy"], days)) for at, one in enumerate(problem["rooms"])]
    starts = [
        Start(slot, number)
        for number, day in enumerate(days)
        for slot in range(day["first"], day["first"] + day["slots"])
    ]
    places = problem["locations"]
    numbers = {one["id"]: at for at, one in enumerate(problem["meetings"])}
    meetings = []
    for it in problem["meetings"]:
        pools = [
            [people[p["id"]] for p in problem["people"] if need["category"] in p["categories"]]
            for need in it["quorum"]
            for _ in range(need["count"])
        ]
        guests = [[people[one]] for one in it["preferred"]]
        ranges = pools + [[]] * (5 - len(pools)) + guests + [[]] * (3 - len(guests))
        if (len(ranges), len(it["required"])) != (8, 1) or len(it["after"]) > 1:
            raise ValueError(f"{it['id']}: the model knows no such meeting")
        lead = people[it["required"][0]]
        here = None if it["location"] is None else places.index(it["location"])
        fitting = [
            rooms[at]
            for at, one in enumerate(problem["rooms"])
            if one["location"] == it["location"] and one["capacity"] >= (it["seats"] or 0)
        ]
        fixed = it["fixed"]
        if fixed and fixed["room"]:
            fitting = [
                one for one in fitting if problem["rooms"][one.number]["id"] == fixed["room"]
            ]
        suiting = [
            one
            for one in starts
            if one.slot >= it["earliest"]
            and lead.run[one.slot] >= it["duration"]
            and (fixed is None or one.slot == fixed["start"])
        ]
        meetings.append(
            Meeting(
                len(meetings),
                it["id"],
                it["duration"],
                it["earliest"],
                len(days) if it["due_day"] is None else it["due_day"],
                it["weight"],
                len(places) if here is None else here,
                lead.number,
                [problem["children"].index(one) for one in it["children"]],
                numbers[it["after"][0]["meeting"]] if it["after"] else -1,
                it["after"][0]["min_days"] if it["after"] else 0,
                [0 if here is None else problem["travel"][here][at] for at in range(len(places))]
                + [0],
                len(it["preferred"]),
                len(pools),
                suiting,
                fitting or [nowhere],
                *ranges,
            )
        )
    return Schedule(meetings)


def placed(problem, meetings):
    names = [one["id"] for one in problem["people"]]
    found = {}
    for it, asked in zip(meetings, problem["meetings"], strict=True):
        five = iter([it.p0, it.p1, it.p2, it.p3, it.p4])
        found[it.id] = {
            "start": it.start.slot,
            "room": None if it.room.number < 0 else problem["rooms"][it.room.number]["id"],
            "assigned": {
                need["category"]: [
                    names[one.number] for _ in range(need["count"]) for one in [next(five)] if one
                ]
                for need in asked["quorum"]
            },
            "attending": [names[one.number] for one in (it.p5, it.p6, it.p7) if one],
        }
    return found


def main(source, seconds, out):
    problem = json.loads(Path(source).read_bytes())
    config = SolverConfig(
        xml_source_text=PHASES.format(moves="".join(MOVE.format(name=one) for one in VARIABLES)),
        solution_class=Schedule,
        entity_class_list=[Meeting],
        environment_mode=EnvironmentMode.NON_REPRODUCIBLE,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=int(seconds))),
    )
    best = SolverFactory.create(config).build_solver().solve(schedule_of(problem))
    answer = {
        "format": "surge-solution/1",
        "problem": problem["name"],
        "status": "feasible",
        "meetings": placed(problem, best.meetings),
    }
    Path(out).write_text(json.dumps(answer))


main(*sys.argv[1:])
