"""A meeting of three children, every text of which is a canary, made by the real acts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import msgspec

from planning.access.actions import declare_conflict
from planning.chains.actions import move_next_date
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, NewConcern, Opening
from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.rules import EscalationKind
from planning.meetings.actions import (
    Attendance,
    NewCorrection,
    add_action,
    change_people,
    complete_action,
    contribute,
    hand_over_action,
    move_action_due,
    note_action,
    record_attendance,
    record_items,
    send_deputy,
    withdraw_action,
)
from planning.meetings.queries import meeting
from planning.meetings.rules.changing import PeopleChange
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.corrections import ANYTHING_ELSE
from planning.meetings.rules.record import CHOICES, JOINT, ROWS, Change, Content, Nature, Section
from planning.meetings.rules.scheduling import Invitee
from planning.people.rules import Actor, AgencyCategory
from planning.procedures.rules import ApologyReason, MeetingKind, Outcome
from tests.api.canaries import CHILDREN, KNOWS, Canaries
from tests.factories import NOW, make_actor
from tests.planning.minuted import LATER, Minuting
from tests.scene import HELD, Scene, make_scene

ASKED = ("police", "school", "other_school", "doctor", "conflicted", "removed", "replaced")
ADJOURNED_UNTIL = date(2026, 3, 30)


@dataclass
class Told:
    """The meeting, its people by key, and the ids of all that it has."""

    scene: Scene
    people: dict[str, Actor]
    canaries: Canaries = field(default_factory=Canaries)
    concerns: dict[str, NewConcern] = field(default_factory=dict)
    meeting_id: UUID = field(init=False)
    actions: list[UUID] = field(default_factory=list)
    corrections: list[UUID] = field(default_factory=list)
    escalations: list[UUID] = field(default_factory=list)
    entries: list[UUID] = field(default_factory=list)

    def id(self, child: str) -> UUID | None:
        """The child's concern; `None` for the joint part."""
        return self.concerns[child].id if child in self.concerns else None

    async def convene(self) -> None:
        """Open the concerns and ask everybody, each for their own children."""
        for child in CHILDREN:
            (self.concerns[child],) = await self._open(child)
        word = self.canaries.word
        asked = msgspec.structs.replace(
            self.scene.convening([concern.id for concern in self.concerns.values()]),
            kind=MeetingKind.EXPLOITATION,
            purpose=word("J", "purpose"),
            place=word("J", "place"),
            invitees=[self._invitee(key) for key in ASKED],
            ask_although_busy=[person.person_id for person in self.people.values()],
        )
        self.meeting_id = (await self.scene.convene(asked)).meeting_id

    async def _open(self, child: str) -> list[NewConcern]:
        word = self.canaries.word
        opening = Opening(
            children=[NewChild(word(child, "reference"), word(child, "name"))],
            reason=word(child, "reason"),
            senior_manager_id=self.scene.manager.person_id,
            team=word(child, "team"),
        )
        return await open_concerns(opening=opening, actor=self.scene.scheduler, now=NOW)

    def _invitee(self, key: str) -> Invitee:
        knows = {"removed": "A", "replaced": "C", "conflicted": "A"}.get(key, KNOWS[key])
        return Invitee(
            self.people[key].person_id,
            concern_ids=[self.concerns[child].id for child in CHILDREN if child in knows],
        )

    async def prepare(self) -> None:
        """Written contributions, then one is taken off, one replaced, one in conflict."""
        for key, child in (("school", "A"), ("doctor", "C"), ("doctor", "J"), ("removed", "A")):
            word = self.canaries.word(child, f"contribution{key}")
            sent = Written(Nature.FACT, word, self.id(child))
            await contribute(
                meeting_id=self.meeting_id, items=[sent], actor=self.people[key], now=NOW
            )
        chair = self.people["chair"]
        seen = await meeting(meeting_id=self.meeting_id, actor=chair, now=NOW)
        await change_people(
            meeting_id=self.meeting_id,
            change=PeopleChange(remove=[self.people["removed"].person_id]),
            version=seen.version,
            actor=chair,
            now=NOW,
            enqueue=self.scene.sent,
        )
        await send_deputy(
            meeting_id=self.meeting_id,
            person_id=self.people["deputy"].person_id,
            actor=self.people["replaced"],
            now=NOW,
            enqueue=self.scene.sent,
        )
        await declare_conflict(
            compartment_id=self.concerns["A"].compartment_id,
            person_id=self.people["conflicted"].person_id,
            reason=self.canaries.word("", "conflict"),
            actor=chair,
            now=NOW,
        )

    async def hold(self) -> None:
        """Record who came, and write a word into every text of the record."""
        there = ("chair", "police", "school", "doctor", "deputy", "conflicted")
        come = [Attendance(self.people[key].person_id, present=True) for key in there]
        apology = self.canaries.word("J", "apology")
        away = Attendance(
            self.people["other_school"].person_id,
            present=False,
            apology=apology,
            apology_reason=ApologyReason.OTHER,
        )
        await record_attendance(
            meeting_id=self.meeting_id,
            attendance=[*come, away],
            actor=self.people["chair"],
            now=HELD,
        )
        await record_items(
            meeting_id=self.meeting_id,
            changes=[
                self._written(child, section)
                for child in ("J", *CHILDREN)
                for section in Section
                if (section in JOINT) is (child == "J") and section is not Section.OUTCOME
            ],
            actor=self.people["chair"],
            now=HELD,
        )
        for child in CHILDREN:
            await self.scene.decide(self.meeting_id, self.concerns[child].id, self._draft(child))
        for child in ("J", *CHILDREN):
            await self._give(child)

    def _written(self, child: str, section: Section) -> Change:
        rows = section in ROWS
        content = Content(
            body=self.canaries.word(child, section.value),
            agency_id=self.people["police"].agency_id if rows else None,
            source=self.canaries.word(child, f"source{section.value}")
            if section is Section.INFORMATION
            else "",
            nature=Nature.FACT if section is Section.INFORMATION else None,
            choice=next(iter(CHOICES.get(section, {})), None),
        )
        return Change(section=section, concern_id=self.id(child), content=content)

    def _draft(self, child: str) -> ChildDraft:
        reason = self.canaries.word(child, "outcome")
        if child == "C":
            return msgspec.structs.replace(
                self.scene.adjourned(next_on=ADJOURNED_UNTIL), outcome_reason=reason
            )
        if child == "B":
            receiver = self.canaries.word(child, "receiver")
            return ChildDraft(Outcome.TRANSFERRED, reason, handed_to=receiver)
        return ChildDraft(outcome=Outcome.S47_INITIATED_JOINT, outcome_reason=reason)

    async def _give(self, child: str) -> None:
        for kind in ("done", "withdrawn"):
            self.actions.append(
                await add_action(
                    meeting_id=self.meeting_id,
                    concern_id=self.id(child),
                    what=self.canaries.word(child, f"what{kind}"),
                    owner_id=self.people["police"].person_id,
                    due_on=HELD.date() + timedelta(days=2),
                    success_test=self.canaries.word(child, f"success{kind}"),
                    actor=self.people["chair"],
                    now=HELD,
                )
            )

    async def minute(self) -> None:
        """Close and approve; corrections, addenda, and what becomes of the actions."""
        await self.scene.close(self.meeting_id, why=self.canaries.word("J", "noquorum"))
        of_meeting = Minuting(
            self.scene, self.meeting_id, self.concerns["A"].id, self.concerns["B"].id
        )
        await of_meeting.approve()
        await self._correct(of_meeting)
        for child in ("J", *CHILDREN):
            await of_meeting.add(
                self.canaries.word(child, "addendum"),
                reason=self.canaries.word(child, "addendumreason"),
                concern_id=self.id(child),
            )
        for number, child in enumerate(("J", *CHILDREN)):
            await self._act(child, *self.actions[2 * number : 2 * number + 2])
        await self._chase()

    async def _correct(self, of_meeting: Minuting) -> None:
        """One of the joint part and one of each child, declined or accepted."""
        for key, child in (("doctor", "J"), ("school", "A"), ("doctor", "B"), ("deputy", "C")):
            word = self.canaries.word
            new = NewCorrection(
                ANYTHING_ELSE, word(child, "wrong"), word(child, "shouldsay"), self.id(child)
            )
            correction_id = await of_meeting.ask(self.people[key], new)
            self.corrections.append(correction_id)
            if child in {"J", "A"}:
                await of_meeting.decline(correction_id, word(child, "declined"))
            else:
                text = word(child, "accepted")
                await of_meeting.accept(correction_id, text, section=ANYTHING_ELSE)

    async def _act(self, child: str, done: UUID, withdrawn: UUID) -> None:
        owner, chair, word = self.people["police"], self.people["chair"], self.canaries.word
        heir = await make_actor(agency_id=owner.agency_id)
        due = LATER.date() + timedelta(days=9)
        await note_action(action_id=done, note=word(child, "note"), actor=owner, now=LATER)
        await move_action_due(
            action_id=done, due_on=due, reason=word(child, "moved"), actor=chair, now=LATER
        )
        await complete_action(
            action_id=done, evidence=word(child, "evidence"), actor=owner, now=LATER
        )
        await hand_over_action(
            action_id=withdrawn,
            to_id=heir.person_id,
            reason=word(child, "handed"),
            actor=owner,
            now=LATER,
            enqueue=self.scene.sent,
        )
        await withdraw_action(
            action_id=withdrawn, reason=word(child, "withdrawn"), actor=chair, now=LATER
        )

    async def _chase(self) -> None:
        """The next date slips, and somebody raises it with the manager."""
        chair, concern = self.people["chair"], self.concerns["C"]
        await move_next_date(
            concern_id=concern.id,
            next_on=ADJOURNED_UNTIL + timedelta(days=7),
            reason=self.canaries.word("C", "slipped"),
            actor=chair,
            now=LATER,
            enqueue=self.scene.sent,
        )
        raising = Raising(
            EscalationKind.DECISION,
            concern.id,
            self.canaries.word("C", "escalated"),
            self.canaries.word("C", "safe"),
        )
        self.escalations.append(
            await raise_escalation(raising=raising, actor=chair, now=LATER, enqueue=self.scene.sent)
        )


async def told() -> Told:
    """Everybody, and a scene in which nothing has happened."""
    scene = await make_scene()
    people = {
        "chair": scene.chair,
        "police": scene.police,
        "school": scene.school,
        "other_school": await make_actor(category=AgencyCategory.EDUCATION),
        "doctor": scene.health,
        "conflicted": await make_actor(category=AgencyCategory.VOLUNTARY),
        "removed": await make_actor(category=AgencyCategory.PROBATION),
        "replaced": await make_actor(category=AgencyCategory.YOUTH_JUSTICE),
        "stranger": scene.stranger,
    }
    people["deputy"] = await make_actor(agency_id=people["replaced"].agency_id)
    return Told(scene, people)
