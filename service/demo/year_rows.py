"""The rows of an ordinary year, table by table, as the acts of people would have left them."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from planning.clock import NONE_CLOSED, add_working_days, end_of_day
from planning.procedures.rules import Outcome
from service.demo.cast import SOCIAL_CARE
from service.demo.stage import at
from service.demo.words import FOLLOW_ON, PURPOSE
from service.demo.year_people import MANAGER, SENIOR
from service.demo.year_plot import RECEIVER, SEED, Sitting, Story
from service.demo.year_there import AGENCY_OF, away, because, quorum, there

Row = dict[str, Any]
CONCERN = "Reported by a professional who saw the child; the family’s account does not fit."
GOES_ON = "Work goes on under the plan that was agreed."
SAFE = "Yes: seen today by the social worker."
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_EMERGENCY = "The child was found in danger while the meeting ran; the police were called."


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already."""

    people: Mapping[str, UUID]
    agencies: Mapping[str, UUID]
    profile: int
    days: Sequence[date]


class Rows:
    """Gathers rows; parents come before their children in `tables`."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._drawn = random.Random(SEED)  # noqa: S311 - the same rows each time
        self.tables: dict[str, list[Row]] = defaultdict(list)

    def tell(self, story: Story) -> None:
        """All rows of one child."""
        compartment_id, concern_id = self._compartment("concern", story.sittings[0]), self._id()
        self._concern(story, compartment_id, concern_id)
        entries = [
            self._meet(story, place, compartment_id, concern_id)
            for place in range(len(story.sittings))
        ]
        if story.conference is not None:
            self._conference(story, compartment_id, concern_id)
        for place in story.reviewed:
            self._red(story.sittings[place - 1], story.sittings[place], compartment_id, concern_id)
        last = story.sittings[-1]
        if last.outcome is Outcome.TRANSFERRED:
            self._accepted(last, compartment_id, concern_id, entries[-1])

    def _concern(self, story: Story, compartment_id: UUID, concern_id: UUID) -> None:
        child_id, last = self._id(), story.sittings[-1]
        opened = self._at(story.sittings[0].decided, 16)
        self._add(
            "child", id=child_id, compartment_id=compartment_id,
            reference=f"NB-{7000 + story.number}", name=story.name, born_on=story.born_on,
        )  # fmt: skip
        ended = max(last.approved, story.conference or 0)
        self._add(
            "concern", id=concern_id, compartment_id=compartment_id, child_id=child_id,
            reason=CONCERN, team=story.team, senior_manager_id=self._person(SENIOR),
            opened_by=self._person(MANAGER), opened_at=opened, referred_on=opened.date(),
            closed_at=self._at(ended, 17), follow_on=FOLLOW_ON.get(last.outcome, GOES_ON),
        )  # fmt: skip

    def _meet(self, story: Story, place: int, compartment_id: UUID, concern_id: UUID) -> UUID:
        sitting = story.sittings[place]
        meeting_id, meeting_compartment = self._id(), self._compartment("meeting", sitting)
        emergency = place in story.reviewed and self._drawn.random() < 0.12  # noqa: PLR2004
        self._meeting(sitting, meeting_compartment, meeting_id, emergency=emergency)
        child_id = self._id()
        self._add(
            "meeting_child", id=child_id, compartment_id=compartment_id, concern_id=concern_id,
            meeting_compartment_id=meeting_compartment, meeting_id=meeting_id, version=2,
            outcome_reason=because(sitting), disposition_recorded_at=self._end(sitting),
            quorum=quorum(sitting), **self._outcome(sitting),
        )  # fmt: skip
        self._people_there(sitting, meeting_compartment, meeting_id, (compartment_id, child_id))
        entry_id = self._id()
        self._entry(
            sitting, emergency=emergency, id=entry_id, compartment_id=compartment_id,
            concern_id=concern_id, meeting_id=meeting_id, entered_at=self._end(sitting),
        )  # fmt: skip
        if sitting.outcome is Outcome.NO_S47_EARLY_HELP:
            self._corrected(sitting, compartment_id, concern_id, meeting_id, entry_id)
        return entry_id

    def _meeting(
        self, sitting: Sitting, compartment_id: UUID, meeting_id: UUID, *, emergency: bool
    ) -> None:
        approved = self._at(sitting.approved, 15)
        until = end_of_day(add_working_days(approved.date(), 5, NONE_CLOSED))
        decided = self._decided(sitting)
        self._add(
            "strategy_meeting", id=meeting_id, compartment_id=compartment_id,
            reference=self._reference(), kind=sitting.kind, purpose=PURPOSE, mode="video",
            place="", decided_at=decided, starts_at=self._start(sitting),
            ends_at=self._end(sitting), profile_version=self._known.profile,
            convened_by=self._person(MANAGER), convened_at=decided + timedelta(minutes=10),
            chair_id=self._person(MANAGER), state="final", quorate=sitting.quorate,
            closed_at=self._end(sitting), approved_at=approved, corrections_until=until,
            final_at=until, child_count=1, calendar_uid=f"{meeting_id}@accord",
            calendar_sequence=0, version=3, emergency_reason=_EMERGENCY if emergency else None,
            no_quorum_reason=None if sitting.quorate else "Called away; no deputy could come.",
        )  # fmt: skip

    def _people_there(
        self, sitting: Sitting, compartment_id: UUID, meeting_id: UUID, child: tuple[UUID, UUID]
    ) -> None:
        for key in [MANAGER, *there(sitting), *away(sitting)]:
            attendee_id, read = self._id(), self._at(sitting.approved, 16)
            self._add(
                "attendee", id=attendee_id, compartment_id=compartment_id, meeting_id=meeting_id,
                person_id=self._person(key), agency_id=self._known.agencies[AGENCY_OF[key]],
                organiser_token=str(attendee_id), invited_at=self._decided(sitting),
                answer="accepted", answered_at=self._decided(sitting),
                present=key not in away(sitting), apology="", version=2, minutes_ready_at=read,
                minutes_read_at=read, minutes_acknowledged_at=read,
            )  # fmt: skip
            self._add(
                "attendee_child", attendee_id=attendee_id, compartment_id=child[0],
                meeting_child_id=child[1], meeting_compartment_id=compartment_id,
            )  # fmt: skip

    def _outcome(self, sitting: Sitting) -> Row:
        undecided = sitting.outcome is Outcome.ADJOURNED
        return {
            "outcome": sitting.outcome,
            "no_decision_reason": sitting.reason,
            "reason_agency_id": self._known.agencies[sitting.owing] if sitting.owing else None,
            "next_on": None if sitting.next_at is None else self._known.days[sitting.next_at],
            "authorised_by": self._person(SENIOR) if undecided else None,
            "handed_to": RECEIVER if sitting.outcome is Outcome.TRANSFERRED else None,
        }

    def _entry(self, sitting: Sitting, *, emergency: bool, **given: Any) -> None:
        agencies = {SOCIAL_CARE, *(AGENCY_OF[key] for key in there(sitting))}
        self._add(
            "chain_entry",
            **{
                **self._outcome(sitting), "held_at": self._start(sitting),
                "entered_by": self._person(MANAGER), "quorate": sitting.quorate,
                "absent_agency_ids": [
                    self._known.agencies[AGENCY_OF[key]] for key in away(sitting)
                ],
                "phone_only": False, "profile_version": self._known.profile,
                "kind": sitting.kind, "lasted_minutes": sitting.lasted,
                "agencies_present": len(agencies), "children_there": 1, "emergency": emergency,
                **given,
            },
        )  # fmt: skip

    def _corrected(self, sitting: Sitting, *place: UUID) -> None:
        """Of some, another outcome stood first: the entry that was wrong is kept."""
        compartment_id, concern_id, meeting_id, entry_id = place
        self.tables["chain_entry"][-1]["outcome"] = Outcome.NO_S47_NO_FURTHER_ACTION
        self._entry(
            sitting, emergency=False, id=self._id(), compartment_id=compartment_id,
            concern_id=concern_id, meeting_id=meeting_id, replaces_id=entry_id,
            entered_at=self._end(sitting) + timedelta(hours=20),
            correction_reason="Early help was agreed, and recorded as no further action.",
        )  # fmt: skip

    def _conference(self, story: Story, compartment_id: UUID, concern_id: UUID) -> None:
        anchor = next(one for one in story.sittings if one.outcome in _STARTED)
        assert story.conference is not None  # noqa: S101
        anchor_on = self._known.days[anchor.at]
        self._add(
            "clock_met", id=self._id(), compartment_id=compartment_id, concern_id=concern_id,
            clock="conference", anchor_on=anchor_on,
            due_on=add_working_days(anchor_on, 15, NONE_CLOSED),
            met_on=self._known.days[story.conference], recorded_by=self._person(MANAGER),
            recorded_at=self._at(story.conference, 16),
        )  # fmt: skip

    def _red(
        self, before: Sitting, sitting: Sitting, compartment_id: UUID, concern_id: UUID
    ) -> None:
        """The chain turned red: escalated, answered, and reviewed before the next meeting."""
        self._escalation(before, compartment_id, concern_id)
        self._add(
            "senior_review", id=self._id(), compartment_id=compartment_id, concern_id=concern_id,
            answer="accept_one_more", reason="The report is promised; the child is safe.",
            reviewed_by=self._person(SENIOR),
            reviewed_at=self._start(sitting) - timedelta(minutes=50),
        )  # fmt: skip

    def _escalation(self, before: Sitting, compartment_id: UUID, concern_id: UUID) -> None:
        escalation_id, raised = self._id(), self._end(before)
        due = end_of_day(self._known.days[before.at + 1])
        late = self._drawn.random() < 0.2  # noqa: PLR2004
        answered = self._at(before.at + (2 if late else 1), 12)
        agency_id = self._known.agencies[SOCIAL_CARE]
        answer = "The next meeting decides; the agency that owes something has been called."
        senior = self._person(SENIOR)
        self._add(
            "escalation", id=escalation_id, compartment_id=compartment_id, concern_id=concern_id,
            stage=1, reason="Undecided for too long.", owner_id=senior,
            raised_by=self._person(MANAGER), raised_at=raised, due_on=due.date(), kind="drift",
            answered_at=answered, answered_by=senior, child_safe_meanwhile=SAFE, outcome=answer,
            urgent=False, by_clock=False, agency_id=agency_id, raised_from=agency_id,
            profile_version=self._known.profile, state="accepted", started_at=raised, due_at=due,
            moves_up_at=max(due, answered) + timedelta(hours=9), ended_at=answered,
        )  # fmt: skip
        steps: tuple[Row, ...] = (
            {"act": "raised", "by_id": self._person(MANAGER), "at": raised},
            {"act": "asked", "owner_id": senior, "due_at": due, "at": raised},
            {"act": "answered", "by_id": senior, "at": answered, "words": answer,
             "child_safe_meanwhile": SAFE},
            {"act": "accepted", "by_id": self._person(MANAGER), "at": answered},
        )  # fmt: skip
        for number, step in enumerate(steps, 1):
            self._add(
                "escalation_step", id=self._id(), compartment_id=compartment_id,
                escalation_id=escalation_id, number=number, stage=1, **step,
            )  # fmt: skip

    def _accepted(self, last: Sitting, *place: UUID) -> None:
        compartment_id, concern_id, entry_id = place
        self._add(
            "hand_over_answer", id=self._id(), compartment_id=compartment_id,
            concern_id=concern_id, entry_id=entry_id, accepted=True,
            answered_on=self._known.days[last.at], answered_by_name="Duty manager",
            evidence="By telephone, confirmed by letter.", recorded_by=self._person(MANAGER),
            recorded_at=self._at(last.at, 17),
        )  # fmt: skip

    def _compartment(self, kind: str, sitting: Sitting) -> UUID:
        """One that the team manager alone is in."""
        compartment_id, since = self._id(), self._decided(sitting)
        self._add("compartment", id=compartment_id, kind=kind, created_at=since)
        manager = self._person(MANAGER)
        self._add(
            "membership", id=self._id(), compartment_id=compartment_id, person_id=manager,
            reason="Manages the team", granted_by=manager, from_at=since,
        )  # fmt: skip
        return compartment_id

    def _add(self, table: str, **row: Any) -> None:
        self.tables[table].append(row)

    def _id(self) -> UUID:
        return UUID(int=self._drawn.getrandbits(128), version=4)

    def _reference(self) -> str:
        letters = "".join(self._drawn.choices(_LETTERS, k=6))
        return f"{letters[:3]}-{letters[3:]}"

    def _person(self, key: str) -> UUID:
        return self._known.people[key]

    def _at(self, place: int, hour: int) -> datetime:
        return at(self._known.days[place], hour)

    def _start(self, sitting: Sitting) -> datetime:
        return self._at(sitting.at, sitting.hour)

    def _end(self, sitting: Sitting) -> datetime:
        return self._start(sitting) + timedelta(minutes=sitting.lasted)

    def _decided(self, sitting: Sitting) -> datetime:
        return min(self._at(sitting.decided, 16), self._start(sitting) - timedelta(hours=1))


_STARTED = {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE}
