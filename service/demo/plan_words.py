"""What Northborough's plans say. Invented.

`{agreed}` is the day on which the groups agreed, `{ends}` a day two years on, and a player's key
in braces is that person.
"""

from planning.plans.rules.templates import PlanKind

Words = dict[str, dict[str, str]]

COMPLETE: dict[PlanKind, Words] = {
    PlanKind.CONTINGENCY: {
        "control_sheet": {
            "owner": "{lead}",
            "deputy_owner": "{police}",
            "precedence": "A child’s protection plan goes before this plan, this plan before the"
            " policing plan.",
            "last_exercise": "{agreed}",
        },
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
            "agreed_on": "{agreed}",
        },
        "information_sharing": {
            "shared": "Names of children at risk, missing episodes, health and school concerns.",
            "withheld": "Methods and suspects, until the first arrest or a risk that ends covert"
            " work.",
            "lawful_basis": "Children Act 2004 section 11; UK GDPR article 6(1)(e).",
            "agreed_on": "{agreed}",
        },
        "register": {
            "rehearsal": "The first three were played through with every agency at one table.",
            "watching": "The safeguarding lead, each morning at the stand-up.",
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
        "point_of_contact": {
            "contact": "Safe Steps Northborough, one number and one name for each young person.",
            "reached": "By telephone or message, day and night; answered within the hour.",
        },
        "key_workers": {
            "ratio": "3",
            "continuity": "The same key worker until three months after the trial.",
        },
        "first_contact": {
            "who": "The key worker together with somebody whom she knows already.",
            "where": "Where she chooses; never in a police station.",
        },
        "minimum_contact": {
            "counts": "A visit or a talk. An unanswered call does not count.",
            "not_reached": "The deputy tries on the same day; after two days the team manager"
            " decides whether she is missing.",
        },
        "services": {"over_limit": "The agency says why, and what she is given meanwhile."},
        "out_of_hours": {
            "line": "One number, every night of the year.",
            "answered_by": "Safe Steps Northborough with the emergency duty team behind it.",
        },
        "protection": {
            "measures": "Safe ways home, new telephones, and a plan for each address.",
        },
        "funding": {
            "funding": "Agencies pay what they commit; the partnership holds a reserve.",
            "ends_on": "{ends}",
        },
    },
}
"""Sections that somebody has said are complete."""

BEGUN: dict[PlanKind, Words] = {
    PlanKind.CONTINGENCY: {
        "governance": {
            "strategic_group": "Meets each fortnight; it alone changes the date of going live.",
        },
        "surge": {"meetings_a_week": "11", "weeks_of_peak": "8", "chairs": "6"},
        "police_annex": {
            "methods": "Number-plate cameras on the quay; two officers in the arcade.",
        },
    },
    PlanKind.VICTIM_SUPPORT: {
        "families": {"support": "Each family has a worker who is not the young person’s own."},
    },
}
"""Sections in which somebody has written something."""

REQUEST = "Who decides where she is examined when both rooms of the hospital are taken?"
REMARK = "Schools hear of a missing episode from the parent first. Can they have it from us?"
ANSWERED = "Yes: the duty officer rings the school by 8.30am. It is in the section now."
QUESTION = "Who pays for the appointments in the evening?"
REPLY = "The partnership’s reserve, for the first six months. The funding section says so."
TOO_MANY = "Six of the young people are at our schools; we cannot name nine adults."
CONDITION = "A second chaperone is found for examinations in the evening."
PROMISE = "The police say in writing that no victim is charged before the panel has met."
KEPT_PROMISE = "The chief officers’ order of this week says so; a copy is with the panel."
RISK = "Two key workers start next month; until then two social workers stand in."
INTEREST = "My brother-in-law drives for one of the taxi firms on the quay."
