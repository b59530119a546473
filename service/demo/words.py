"""What is written in Northborough's records. Invented, plain, and about nobody."""

from planning.meetings.rules.record import Section
from planning.procedures.rules import NoDecisionReason, Outcome
from service.demo.cast import (
    EDUCATION,
    HEALTH,
    HOSPITALS,
    POLICE,
    SOCIAL_CARE,
    VOLUNTARY,
    YOUTH_JUSTICE,
)

CONCERN = (
    "Seen several times in cars with adults she will not name; new phone and clothes; missing"
    " overnight twice in a month."
)
PURPOSE = (
    "Decide whether there is reasonable cause to suspect significant harm, who does what, and how"
    " protection is weighed against the investigation."
)
JOINT = (
    "The chair reminded everyone of the marking and of who may be told. Agencies agreed one risk"
    " tool and one point of contact for the family."
)
WELCOME = "Everyone introduced themselves. What is said here is shared with nobody else."
INFORMATION = (
    (
        (SOCIAL_CARE, "fact", "Three missing episodes in four weeks."),
        (EDUCATION, "fact", "Attendance fell from 94 % to 71 %."),
        (HEALTH, "opinion", "Presentation consistent with harm."),
    ),
    (
        (POLICE, "fact", "The vehicle is linked to another report."),
        (VOLUNTARY, "fact", "She attended two of three sessions and asked for the same worker."),
    ),
    (
        (HOSPITALS, "fact", "Seen by the community paediatrician."),
        (
            YOUTH_JUSTICE,
            "opinion",
            "Behaviour that led to arrest should be read as a sign of abuse.",
        ),
    ),
)
RECORDED = {
    Section.IDENTITY: "Language, faith and family were asked about; she trusts her grandmother.",
    Section.CAPACITY: "She cannot be taken to have agreed: she is under age and was given alcohol.",
    Section.COERCION: "Gifts first, then a debt that she was told to repay.",
    Section.MISSING: "Three nights in February, each time found in the same car park.",
    Section.BALANCE: "Her safety comes first: visits go on even if the suspects notice them.",
    Section.CONTINGENCY: "If she goes missing again the police are called within the hour.",
}
WHY_MET = "Repeated absences, an older man’s car, and injuries that nobody explains."
TOLD = "Her grandmother is told today by the social worker."
VOICES = (
    "She says that she is not in trouble and that people worry too much.",
    "She told her worker that she is frightened of being followed home.",
    "She wants her mother to know, but not from the police.",
)
ANALYSIS = (
    "Capacity and consent were considered: what looks like choice is shaped by grooming and"
    " coercion. Protection comes before evidence while she is at home."
)
ACTIONS = (
    (
        "Share the written chronology with the social worker and say what is missing.",
        "The social worker has it and has said that nothing is missing.",
    ),
    ("See her at home, alone, and ask what she wants.", "Her words are in the record."),
    (
        "Check the registration numbers that the school noted.",
        "Each number has a keeper or is known to have none.",
    ),
    ("Offer her the first appointment that is free.", "She came, or said why she would not."),
)
"""What is to be done, and how everybody will know that it was."""
CHRONOLOGY = (
    "Write her health chronology.",
    "The social worker has it, back to 2019, with every missed appointment.",
    "nurse",
)
SAFETY_PLAN = (
    "Write the safety plan with her and her mother.",
    "Each of them can say whom to ring, and has rung once to try it.",
    "support",
)
CONTRIBUTED = (
    ("fact", "Megan came late on four of the last ten days. Twice a car waited at the gate."),
    ("opinion", "She seems to be afraid of somebody outside the school, not of anybody in it."),
)
PAPER = "Ellie rang our line twice at night this month. She asked for the same worker each time."
TWO_VOICES = (
    "Ruby said that she wants to sleep at her aunt’s until this is over.",
    "Ruby asked to stay with her aunt for a while. She did not want to say why.",
)
"""What chair and minute taker wrote of one child at the same time."""

AMISS = (
    "Said at the second meeting only; nothing in the first record shows it.",
    "The words are there, but they are the social worker’s and not the child’s.",
    "Agreed by telephone afterwards; the record does not say by whom.",
)
"""What an auditor found."""

ADJOURNED_BECAUSE = {
    NoDecisionReason.INFORMATION_OUTSTANDING: "The threshold cannot be judged before it is in.",
    NoDecisionReason.KEY_AGENCY_ABSENT: "Nobody could speak for the investigation.",
    NoDecisionReason.FORENSIC_OR_DIGITAL_EVIDENCE: "The phone is still being examined.",
    NoDecisionReason.POLICE_EMBARGO: "Nothing may be said to the family before the arrests.",
    NoDecisionReason.CHILD_MISSING_OR_NOT_SEEN: "She has not been seen since the weekend.",
    NoDecisionReason.DISAGREEMENT_ON_THRESHOLD: "Agencies disagree whether the threshold is met.",
    NoDecisionReason.OTHER: "See the record.",
}
DECIDED_BECAUSE = {
    Outcome.S47_INITIATED_JOINT: "Reasonable cause to suspect significant harm: joint enquiry.",
    Outcome.S47_CONTINUES: "The enquiry goes on; the safety plan is holding.",
    Outcome.S47_CONCLUDED_WITH_CONFERENCE: "Substantiated; she is at continuing risk.",
    Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE: "Substantiated; the risk is now managed at home.",
    Outcome.NO_S47_ASSESSMENT_CONTINUES: "The threshold is not met; the assessment goes on.",
}
FOLLOW_ON = {
    Outcome.S47_CONCLUDED_WITH_CONFERENCE: "Child protection conference held.",
    Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE: "Child in need plan with a named key worker.",
    Outcome.NO_S47_ASSESSMENT_CONTINUES: "Assessment to be completed by the allocated worker.",
}
