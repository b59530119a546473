"""What Northborough's plans say and commit. Invented."""

from datetime import date, timedelta
from decimal import Decimal

from planning.plans.rules.lines import Phase
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

SECTIONS: dict[PlanKind, dict[str, dict[str, str]]] = {
    PlanKind.CONTINGENCY: {
        "situation": {
            "summary": "Girls of 12 to 17 are met in the town centre, given lifts, drink and"
            " phones, and abused in cars and flats by a group of adults.",
            "area": "Town centre, station approach, three estates to the east.",
            "victims_known": "6",
            "victims_suspected": "15",
            "victims_planning": "27",
        },
        "objectives": {
            "objectives": "1 Protect every child known or found. 2 Stop the abuse. 3 Prosecute.",
            "ending_risk": "A child known to us is about to be met, moved or harmed.",
            "decides": "The senior investigating officer and the safeguarding lead, either alone.",
            "hours_to_decide": "1",
        },
        "risk_approach": {
            "tool": "One exploitation risk tool, scored with the key worker.",
            "capacity_consent": "Every assessment asks how grooming and coercion bear on choice.",
            "agreed_on": "",
        },
        "information_sharing": {
            "shared": "Names of children at risk, missing episodes, health and school concerns.",
            "withheld": "Methods and suspects, until the first arrest or a risk that ends covert"
            " work.",
            "lawful_basis": "Children Act 2004 section 11; UK GDPR article 6(1)(e).",
            "agreed_on": "",
        },
        "go_live_sequence": {
            "out_of_hours": "Emergency duty team, two officers and a paediatrician on call.",
        },
        "media": {
            "lines": "We act to protect children. We will not name anyone.",
            "spokesperson": "Chair of the partnership with the senior investigating officer.",
        },
        "staff_welfare": {
            "supervision": "Weekly, by somebody outside the operation.",
            "support": "Debrief after each disclosure; counselling without referral.",
        },
    },
    PlanKind.VICTIM_SUPPORT: {
        "out_of_hours": {
            "line": "One number, every night of the year.",
            "answered_by": "Safe Steps Northborough with the emergency duty team behind it.",
        },
    },
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
RESOURCES: dict[PlanKind, list[tuple[str, str, str, int, Phase]]] = {
    PlanKind.CONTINGENCY: [
        (SOCIAL_CARE, "Chairs of strategy meetings", "half days a week", 12, _DURING),
        (SOCIAL_CARE, "Minute takers", "half days a week", 12, _DURING),
        (POLICE, "Officers for achieving best evidence interviews", "people", 8, _DURING),
        (HEALTH, "Named nurses for strategy meetings", "half days a week", 6, _DURING),
        (HOSPITALS, "Medical examination slots", "slots a week", 6, _DURING),
        (EDUCATION, "Safeguarding leads released for meetings", "half days a week", 4, _DURING),
        (YOUTH_JUSTICE, "Case reviews of arrested victims", "reviews a week", 3, _DURING),
    ],
    PlanKind.VICTIM_SUPPORT: [
        (SOCIAL_CARE, "Key workers", "people", 9, _DURING),
        (HEALTH, "Sexual health appointments", "slots a week", 6, _DURING),
        (MENTAL_HEALTH, "Therapy places", "places", 12, _AFTER),
        (VOLUNTARY, "Out-of-hours line", "hours a week", 112, _DURING),
        (EDUCATION, "Named adults, one for each pupil", "people", 9, _DURING),
        (POLICE, "Witness care officers", "people", 3, _TRIAL),
    ],
}


def amount(asked: int) -> Decimal:
    """A quantity as plans keep it."""
    return Decimal(asked)


def period(live_on: date) -> tuple[date, date]:
    """From go-live for half a year, both dates included."""
    return live_on, live_on + timedelta(days=182)
