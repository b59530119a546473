"""What is written in Northborough's records. Invented, plain, and about nobody."""

from planning.procedures.rules import NoDecisionReason, Outcome

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
INFORMATION = (
    (
        "Social care (fact): three missing episodes in four weeks. School (fact): attendance fell"
        " from 94 % to 71 %. Health (opinion): presentation consistent with harm."
    ),
    (
        "Police (fact): the vehicle is linked to another report. Voluntary sector (fact): she"
        " attended two of three sessions and asked to keep the same worker."
    ),
    (
        "Health (fact): seen by the community paediatrician. Youth justice (opinion): behaviour"
        " that led to arrest should be read as a sign of abuse."
    ),
)
VOICES = (
    "She says that she is not in trouble and that people worry too much.",
    "She told her worker that she is frightened of being followed home.",
    "She wants her mother to know, but not from the police.",
)
ANALYSIS = (
    "Capacity and consent were considered: what looks like choice is shaped by grooming and"
    " coercion. Protection comes before evidence while she is at home."
)
ACTION = "Share the written chronology with the social worker and say what is missing."

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
    Outcome.S47_CONCLUDED_WITH_CONFERENCE: "Child protection conference booked.",
    Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE: "Child in need plan with a named key worker.",
    Outcome.NO_S47_ASSESSMENT_CONTINUES: "Assessment to be completed by the allocated worker.",
}
