"""A meeting of two children with approved minutes: police for both, a school for one."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from planning.concerns.rules import NewConcern
from planning.meetings.actions import add_action, approve_minutes
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Invitee
from planning.procedures.rules import Outcome
from tests.scene import HELD, Scene, make_scene

LONG = (
    "Police hold two reports of missing episodes in February. The school has noted tiredness and "
    "new belongings. Health saw the child on 2 March and has no medical finding.\n\n"
    "The meeting heard each agency in turn and asked what is fact and what is opinion. "
) * 4
DECIDED = ChildDraft(
    outcome=Outcome.S47_INITIATED_JOINT,
    outcome_reason="Significant harm is likely, and the threshold is met.",
)


@dataclass
class Minuted:
    """What was minuted; the school attends for `own`, not for `other`."""

    scene: Scene
    meeting_id: UUID
    own: NewConcern
    other: NewConcern


async def minuted() -> Minuted:
    """Convened, held, closed and approved through the real acts."""
    scene = await make_scene()
    own, other = await scene.concerns("N-1", "N-2")
    convening = scene.convening([own.id, other.id])
    school = Invitee(scene.school.person_id, concern_ids=[own.id])
    convened = await scene.convene(
        msgspec.structs.replace(convening, invitees=[*convening.invitees, school])
    )
    meeting_id = convened.meeting_id
    await scene.come(meeting_id, scene.chair, scene.police, scene.health, scene.school)
    await scene.write(meeting_id, Section.JOINT_INFORMATION, LONG)
    for child, voice in ((own, "Wants to stay at school."), (other, "Will not speak yet.")):
        await scene.write(meeting_id, Section.INFORMATION, LONG, child.id)
        await scene.write(meeting_id, Section.CHILD_VOICE, voice, child.id)
        await scene.write(meeting_id, Section.ANALYSIS, LONG, child.id)
        await scene.decide(meeting_id, child.id, DECIDED)
        await add_action(
            meeting_id=meeting_id,
            concern_id=child.id,
            what=f"Visit {child.name}",
            owner_id=scene.police.person_id,
            due_on=HELD.date(),
            actor=scene.chair,
            now=HELD,
        )
    await scene.close(meeting_id)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
    return Minuted(scene, meeting_id, own, other)
