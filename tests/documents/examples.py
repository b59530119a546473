from service.documents.content import Fact, Minutes, Part, Passage, Plan, Sheet, Table

SHEET = Sheet(
    title="Minutes",
    version="Version 3, final",
    reader="Sam Ward, Northborough Academy",
    made_at="23 November 2026, 9:05am",
)


def minutes(*, children: int = 1, hostile: str = "") -> Minutes:
    return Minutes(
        sheet=SHEET,
        heading="Minutes of a multi-agency meeting",
        facts=(
            Fact("Reference", "7K4-QXP"),
            Fact("Held", "Tuesday 3 March 2026, 2pm to 3:10pm, by video"),
            Fact("Chair", "Ola Brandt, children’s social care"),
            Fact("Quorum", "Met: social care, police and health decided"),
        ),
        attendance=Table(
            "Who took part",
            ("Name", "Agency", "How"),
            (
                ("Ola Brandt", "Children’s social care", "By video, chair"),
                ("Dev Marsh", "Police", "By phone"),
                ("Sam Ward", "Northborough Academy", "By video"),
            ),
            "Nobody's attendance is recorded.",
        ),
        joint=Part(
            heading="Joint part",
            passages=(
                Passage("Purpose", f"To decide the next step.{hostile}\n\nSecond paragraph."),
            ),
        ),
        children=tuple(_child(number) for number in range(children)),
    )


def _child(number: int) -> Part:
    return Part(
        own_page=True,
        heading=f"Synthetic child {number + 1}",
        facts=(
            Fact("Decision", "Section 47 enquiry continues"),
            Fact("Why", "The threshold is met: significant harm is likely."),
        ),
        passages=(
            Passage("What the child says", "Wants to stay at the same school. " * 4),
            Passage("Risk", "Contact by phone at night. " * 12),
        ),
        tables=(
            Table(
                "Information by agency",
                ("Agency", "What", "Fact or opinion"),
                (
                    ("Police", "Two missing episodes in February", "Fact"),
                    ("Health", "Worried about sleep and weight", "Opinion"),
                ),
                "No agency gave information.",
            ),
            Table("Actions", ("What", "Who", "Due"), (), "No actions were agreed."),
        ),
    )


def plan() -> Plan:
    return Plan(
        sheet=Sheet(
            title="Plan", version="Version 4, submitted", reader="Sam Ward", made_at="today"
        ),
        heading="Contingency plan",
        facts=(Fact("Owner", "Strategic management group"),),
        sections=(Part(heading="Objectives", passages=(Passage("First", "Protect."),)),),
        schedules=(
            Part(
                heading="Police",
                tables=(
                    Table(
                        "Resources",
                        ("Resource", "Requested", "Committed", "Gap"),
                        (("Interview slots", "40", "32", "8"),),
                        "None.",
                        figures=(1, 2, 3),
                    ),
                ),
            ),
        ),
        signatures=Table("Sign-off", ("Agency", "Answer"), (("Police", "Signed"),), "Nobody yet."),
    )
