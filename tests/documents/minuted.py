"""A meeting of two children with approved minutes: police for both, a school for one."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from planning.concerns.rules import NewConcern
from planning.meetings.actions import add_action, approve_minutes, record_joint
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.scheduling import Invitee
from planning.procedures.rules import Outcome
from tests.scene import HELD, Scene, make_scene

LONG = (
    "Police hold two reports of missing episodes in February. The school has noted tiredness and "
    "new belongings. Health saw the child on 2 March and has no medical finding.\n\n"
    "The meeting heard each agency in turn and asked what is fact and what is opinion. "
) * 4


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
    await record_joint(meeting_id=meeting_id, text=LONG, version=1, actor=scene.chair, now=HELD)
    for child, voice in ((own, "Wants to stay at school."), (other, "Will not speak yet.")):
        await scene.decide(meeting_id, child.id, _draft(voice))
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


def _draft(voice: str) -> ChildDraft:
    return ChildDraft(
        information=LONG,
        child_voice=voice,
        analysis=LONG,
        outcome=Outcome.S47_INITIATED_JOINT,
        outcome_reason="Significant harm is likely, and the threshold is met.",
    )
