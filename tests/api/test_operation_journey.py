"""An operation from its creation to going live, through the API alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from planning.people.rules import AgencyCategory
from planning.procedures.actions import install_shipped_profile
from tests.api.operation_group import (
    DATES,
    PASSWORD,
    Group,
    fill,
    group,
    let_in,
    resource,
    sign,
    statuses,
    submit,
)
from tests.api.test_meeting_journey import well
from tests.factories import NOW, make_agency
from tests.ready import meet_the_rest

__all__ = ["group"]


@pytest.fixture(autouse=True)
def _at_first() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


async def test_two_plans_are_signed_and_the_gate_lets_the_operation_go_live(group: Group) -> None:
    await let_in(group)
    plans = await group.plans()
    line = well(
        await group.lead.post(f"plans/{plans[0]['id']}/resources", json=resource(group)), 201
    ).json()["id"]
    for plan in plans:
        await fill(group, plan["id"])
    well(await group.lead.post(f"{group.operation}/tell-partnership"), 204)
    await meet_the_rest(group.world)
    for plan in plans:
        version_id = await submit(group, plan["id"])
        for program in (group.police, group.health):
            well(await sign(program, version_id), 201)
    assert {status for _, _, status in await statuses(group)} == {"holds"}
    first = well(await group.lead.get(f"plans/{plans[0]['id']}/versions")).json()[0]["id"]
    changed = {"resource": resource(group, committed="3"), "version": 1}
    well(await group.health.put(f"resources/{line}", json=changed))
    second = await submit(group, plans[0]["id"])
    broken = {one for one in await statuses(group) if one[2] != "holds"}
    assert broken == {(plans[0]["kind"], group.health_id, "superseded")}
    params = {"since": first, "agency_id": group.health_id}
    changes = well(await group.health.get(f"plan-versions/{second}/changes", params=params)).json()
    assert [(one["before"], one["after"]) for one in changes] == [("4", "3")]
    refused = await group.lead.post(f"{group.operation}/go-live", json={"password": PASSWORD})
    unmet = {one["field"] for one in refused.json()["blockers"]}
    assert (refused.status_code, unmet) == (409, {f"signed_{plans[0]['kind']}", "resource_gaps"})
    well(
        await group.health.put(
            f"resources/{line}", json={"resource": resource(group), "version": 2}
        )
    )
    await submit(group, plans[0]["id"])
    assert {status for _, _, status in await statuses(group)} == {"holds"}
    well(await group.lead.post(f"{group.operation}/ready"), 204)
    assert well(await group.lead.get(f"{group.operation}/gate")).json()["open"]
    well(await group.lead.post(f"{group.operation}/go-live", json={"password": PASSWORD}), 201)
    assert well(await group.lead.get(group.operation)).json()["state"] == "live"
    record = well(await group.lead.get(f"{group.operation}/go-live")).json()
    assert record["route"] == "through_gate"


async def test_conditions_are_shown_met_and_confirmed_and_a_signature_is_withdrawn(
    group: Group,
) -> None:
    await let_in(group)
    plan_id = (await group.plans())[0]["id"]
    version_id = await submit(group, plan_id)
    condition = {
        "condition": "Two more slots",
        "owner_id": group.people["police"],
        "due_on": "2026-04-01",
        "blocking": True,
    }
    signed = well(
        await sign(
            group.health, version_id, answer="signed_with_conditions", conditions=[condition]
        ),
        201,
    ).json()["id"]
    states = well(await group.lead.get(f"{group.operation}/sign-offs")).json()
    (condition_id,) = [one["id"] for state in states for one in state["conditions"]]
    shown = {"evidence": "Slots are booked"}
    well(await group.police.post(f"conditions/{condition_id}/meet", json=shown), 204)
    well(await group.health.post(f"conditions/{condition_id}/confirm"), 204)
    back = {"reason": "Capacity was counted twice"}
    well(await group.health.post(f"sign-offs/{signed}/withdraw", json=back), 204)
    answers = well(await group.lead.get(f"plans/{plan_id}/answers")).json()
    assert [one["withdrawn_reason"] for one in answers] == ["Capacity was counted twice"]
    schedule = await group.health.get(f"plan-versions/{version_id}/schedules/{group.health_id}")
    assert well(schedule).json()["agency_id"] == group.health_id
    assert well(await group.lead.get(f"plan-versions/{version_id}")).json()["number"] == 1


async def test_acts_of_weight_need_the_password(group: Group) -> None:
    await let_in(group)
    version_id = await submit(group, (await group.plans())[0]["id"])
    for password in ("", "wrong"):
        refused = await sign(group.health, version_id, password=password)
        fields = [one["field"] for one in refused.json()["blockers"]]
        assert (refused.status_code, fields) == (422, ["password"])
    gone = await group.lead.post(f"{group.operation}/go-live", json={"password": "wrong"})
    assert gone.status_code == 422


async def test_an_emergency_is_recorded_by_one_and_confirmed_by_another_agency(
    group: Group,
) -> None:
    await let_in(group)
    assert (await group.lead.get(f"{group.operation}/go-live")).status_code == 404
    body = {"reason": "A child is in danger tonight", "password": PASSWORD}
    place = f"{group.operation}/go-live-without-sign-off"
    well(await group.police.post(place, json=body), 201)
    confirm = f"{group.operation}/confirm-go-live"
    own = await group.police.post(confirm, json={"password": PASSWORD})
    assert own.status_code == 409
    well(await group.health.post(confirm, json={"password": PASSWORD}), 204)
    record = well(await group.health.get(f"{group.operation}/go-live")).json()
    assert record["confirmed_at"] == NOW.isoformat().replace("+00:00", "Z")


async def test_roles_resources_agencies_members_and_states_are_changed(group: Group) -> None:
    await let_in(group)
    plan_id = (await group.plans())[0]["id"]
    role = {
        "agency_id": group.health_id,
        "title": "Night nurse",
        "responsibilities": "On call",
        "authority_limit": "",
        "holder_id": None,
        "deputy_id": None,
        "contact_24h": "",
        **DATES,
    }
    role_id = well(await group.health.post(f"plans/{plan_id}/roles", json=role), 201).json()["id"]
    well(await group.health.post(f"roles/{role_id}/remove", json={"version": 1}), 204)
    line = well(
        await group.health.post(f"plans/{plan_id}/resources", json=resource(group)), 201
    ).json()["id"]
    well(await group.health.post(f"resources/{line}/remove", json={"version": 1}), 204)
    seen = well(await group.lead.get(f"plans/{plan_id}")).json()
    assert (seen["resources"], [one["title"] for one in seen["roles"]].count("Night nurse")) == (
        [],
        0,
    )
    school = str(await make_agency(AgencyCategory.EDUCATION))
    body = {"agency_id": school, "reason": "Knows the pupils"}
    well(await group.lead.post(f"{group.operation}/agencies", json=body), 204)
    release = f"{group.operation}/agencies/{school}/release"
    well(await group.lead.post(release, json={"reason": "No pupil of theirs"}), 204)
    members = well(await group.lead.get(f"{group.operation}/members")).json()
    assert len(members) == 3
    moved = {"act": "start_planning", "reason": "The group has met"}
    answer = well(await group.lead.post(f"{group.operation}/move", json=moved)).json()
    assert answer == {"state": "planning"}
    assert [one["state"] for one in well(await group.lead.get("operations")).json()["items"]] == [
        "planning"
    ]


async def test_what_waits_for_a_signatory_is_work(group: Group) -> None:
    await install_shipped_profile(now=NOW)
    version_id = await submit(group, (await group.plans())[0]["id"])
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        waiting = well(await group.health.get("work")).json()["sign_offs"]
    assert [one["plan_version_id"] for one in waiting] == [version_id]
