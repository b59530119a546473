"""Who has which part in Northborough's plans, and what agencies commit. Invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from planning.plans.rules.lines import OTHER, Phase, ResourceDraft
from planning.plans.rules.templates import PlanKind
from service.demo.cast import (
    EDUCATION,
    HEALTH,
    HOSPITALS,
    MENTAL_HEALTH,
    PARTNERSHIP,
    POLICE,
    SOCIAL_CARE,
    VOLUNTARY,
    YOUTH_JUSTICE,
)

REQUIRED = {
    SOCIAL_CARE: "Chairs the strategy meetings and finds the key workers",
    POLICE: "Leads the investigation",
    HEALTH: "Commissions sexual health and community care",
    HOSPITALS: "Examines and treats the young people",
    MENTAL_HEALTH: "Sees every young person within ten working days",
    EDUCATION: "Keeps the young people in school and trains the staff",
    YOUTH_JUSTICE: "Sees that victims are not criminalised",
    VOLUNTARY: "Gives each young person a worker whom she trusts",
    PARTNERSHIP: "Holds the agencies to what they signed",
}

STAFF: dict[str, tuple[str, str]] = {
    "Senior investigating officer": ("lead", "police"),
    "Safeguarding lead": ("seniormanager", "chair"),
    "Health lead": ("paediatrics", "hospitals.signatory"),
    "Victim-support lead": ("chair", "scheduler"),
    "Witness care lead": ("police", "lead"),
}
"""Holder and deputy of each mandatory role."""

_DURING, _AFTER, _TRIAL = Phase.DURING, Phase.AFTER, Phase.TRIAL


@dataclass(frozen=True, slots=True)
class Line:
    """What an agency is asked for and commits, and asked for later where that changed.

    `unit` is the line's own where the list of resources has no such type.
    """

    agency: str
    what: str
    asked: int
    phase: Phase = _DURING
    unit: str = ""
    committed: int | None = None
    changed_to: int | None = None

    def draft(self, agency_id: UUID, period: tuple[date, date], *, changed: bool) -> ResourceDraft:
        """The line as an act takes it."""
        asked = self.changed_to if changed and self.changed_to else self.asked
        return ResourceDraft(
            agency_id=agency_id,
            type_key=OTHER if self.unit else self.what,
            kind=self.what if self.unit else "",
            unit=self.unit,
            requested=Decimal(asked),
            committed=Decimal(asked if self.committed is None else self.committed),
            phase=self.phase,
            funding="Own budget",
            from_on=period[0],
            until_on=period[1],
        )


LINES: dict[PlanKind, list[Line]] = {
    PlanKind.CONTINGENCY: [
        Line(SOCIAL_CARE, "meeting_chairs", 6),
        Line(SOCIAL_CARE, "minute_takers", 6),
        Line(POLICE, "interview_slots", 8),
        Line(HEALTH, "health_staff", 4, changed_to=6),
        Line(HOSPITALS, "medical_slots", 6),
        Line(
            EDUCATION, "Safeguarding leads released for meetings", 3,
            unit="half days a week", changed_to=4,
        ),
        Line(YOUTH_JUSTICE, "Case reviews of arrested victims", 3, unit="reviews a week"),
    ],
    PlanKind.VICTIM_SUPPORT: [
        Line(SOCIAL_CARE, "key_workers", 9, committed=7),
        Line(HEALTH, "Sexual health appointments", 6, unit="slots a week"),
        Line(MENTAL_HEALTH, "therapy_slots", 12, _AFTER),
        Line(VOLUNTARY, "hotline_hours", 112),
        Line(EDUCATION, "Named adults, one for each pupil", 9, unit="people", changed_to=6),
        Line(POLICE, "Witness care officers", 3, _TRIAL, unit="people"),
    ],
}  # fmt: skip
ELSEWHERE = Line(SOCIAL_CARE, "key_workers", 3)
"""What the other operation draws on."""

DECLARED: dict[str, dict[str, int]] = {
    "seniormanager": {"meeting_chairs": 8, "minute_takers": 7, "key_workers": 10},
    "police.signatory": {"interview_slots": 12},
    "health.signatory": {"health_staff": 8},
    "hospitals.signatory": {"medical_slots": 6},
    "mentalhealth.signatory": {"therapy_slots": 14},
    "voluntary.signatory": {"hotline_hours": 112, "key_workers": 3},
}
"""What agencies have in each week, by who says so."""


def period(live_on: date) -> tuple[date, date]:
    """From go-live for half a year, both dates included."""
    return live_on, live_on + timedelta(days=182)
