"""What is asked in each part of the record."""

from planning.meetings.rules.record import HEADINGS, Section

HINTS = {
    Section.JOINT_WELCOME: "Who is here, why, and what may be shared with whom",
    Section.JOINT_BACKGROUND: "What led to this meeting",
    Section.JOINT_INFORMATION: "What concerns every child here",
    Section.CHILD_VOICE: "What the child says, wants and feels, and who asked",
    Section.IDENTITY: "Culture, language, faith, disability, and what they mean for the child",
    Section.ANALYSIS: "What may happen, how likely, how bad; what keeps the child safe",
    Section.CAPACITY: "What the child could understand and agree to, and what prevented it",
    Section.COERCION: "Threats, gifts, debts, drugs, fear of others",
    Section.MISSING: "Dates, how long, where the child was found, what was said afterwards",
    Section.BALANCE: "What protecting the child now means for the case, and which comes first",
    Section.CONDUCT: "Who does what, and in which order",
    Section.FAMILY: "What they are told, by whom and when; or why they are not told",
    Section.CONTINGENCY: "What happens if this does not work, and who acts",
}
QUESTIONS = {
    Section.EXPLOITATION: "Is exploitation suspected?",
    Section.THRESHOLD: "Is the threshold of significant harm met?",
    Section.CONDUCT: "How is the section 47 enquiry done?",
    Section.FAMILY: "Is the family told?",
}
TEXT_LABELS = {
    Section.EXPLOITATION: "What points to it",
    Section.THRESHOLD: "Why",
    Section.CONDUCT: "Who does what",
    Section.FAMILY: "What they are told, or why not",
}
LINES = {Section.ANALYSIS: 6, Section.JOINT_INFORMATION: 8}


def label_of(section: Section, agency: str = "") -> str:
    """The label of an item's text; in rows it names the agency."""
    if section is Section.INFORMATION:
        return f"What {agency} says" if agency else "What another agency says"
    if section is Section.DISSENT:
        return f"Where {agency} disagrees" if agency else "Where an agency disagrees"
    return TEXT_LABELS.get(section, HEADINGS[section])
