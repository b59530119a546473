"""Northborough's agencies and the people who play the demo. Nobody here is real."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planning.people.rules import AgencyCategory, Role

PASSWORD = "northborough-demo-2026"  # noqa: S105 - printed to everyone who starts the demo
DOMAIN = "northborough.example"
MAIL_DOMAIN = f"accord.{DOMAIN}"
"""Where the demo itself gets mail."""
DEAD = f"youthjustice@{DOMAIN}"
"""The address of a player whose mailbox was closed when his office moved."""

SOCIAL_CARE = "Northborough Children’s Social Care"
POLICE = "Northshire Police"
HEALTH = "Northborough Integrated Care Board"
HOSPITALS = "Northborough Hospitals NHS Trust"
MENTAL_HEALTH = "Northshire Mental Health NHS Trust"
EDUCATION = "Northborough Education Inclusion Service"
YOUTH_JUSTICE = "Northborough Youth Justice Service"
VOLUNTARY = "Safe Steps Northborough"
LEGAL = "Northborough Legal Services"
PARTNERSHIP = "Northborough Safeguarding Partnership"

AGENCIES = {
    SOCIAL_CARE: AgencyCategory.SOCIAL_CARE,
    POLICE: AgencyCategory.POLICE,
    HEALTH: AgencyCategory.HEALTH,
    HOSPITALS: AgencyCategory.HEALTH,
    MENTAL_HEALTH: AgencyCategory.HEALTH,
    EDUCATION: AgencyCategory.EDUCATION,
    YOUTH_JUSTICE: AgencyCategory.YOUTH_JUSTICE,
    VOLUNTARY: AgencyCategory.VOLUNTARY,
    LEGAL: AgencyCategory.LEGAL,
    PARTNERSHIP: AgencyCategory.PARTNERSHIP,
}


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the demo; `account` ("role: what they do") is set for whom you may sign in as."""

    key: str
    name: str
    agency: str
    job_title: str
    roles: tuple[Role, ...] = ()
    signatory: bool = False
    account: str = ""
    decides: bool = field(default=True)

    @property
    def email(self) -> str:
        """The address that signs in."""
        return f"{self.key}@{DOMAIN}"


PLAYERS = [
    Player(
        "scheduler", "Priya Nair", SOCIAL_CARE, "Team manager", (Role.SCHEDULER, Role.CHAIR),
        account="scheduler: convenes meetings",
    ),
    Player(
        "chair", "Martin Hale", SOCIAL_CARE, "Service manager", (Role.CHAIR, Role.SCHEDULER),
        account="chair: runs meetings, approves minutes",
    ),
    Player(
        "minutes", "Joanne Birch", SOCIAL_CARE, "Minute taker", (Role.MINUTE_TAKER,), decides=False,
        account="minute taker: writes while the meeting runs, at the same time as the chair",
    ),
    Player(
        "minutes.second", "Liam Foss", SOCIAL_CARE, "Minute taker", (Role.MINUTE_TAKER,),
        decides=False,
    ),
    Player(
        "minutes.third", "Ada Quist", SOCIAL_CARE, "Minute taker", (Role.MINUTE_TAKER,),
        decides=False,
    ),
    Player(
        "seniormanager", "Helen Osei", SOCIAL_CARE, "Head of safeguarding",
        (Role.SENIOR_MANAGER,), signatory=True,
        account="senior manager: reviews red chains, gets their escalations first",
    ),
    Player(
        "assistantdirector", "Marian Doyle", SOCIAL_CARE, "Assistant director",
        (Role.SENIOR_MANAGER,),
    ),
    Player(
        "director", "Graham Lyle", SOCIAL_CARE, "Director of children’s services",
        (Role.SENIOR_MANAGER,),
        account="director: an escalation that nobody below has answered waits for an answer",
    ),
    Player(
        "lead", "Det. Supt. Alan Frost", POLICE, "Senior investigating officer",
        (Role.OPERATION_LEAD,), account="operation lead: plans and the gate",
    ),
    Player(
        "police", "DS Carla Munro", POLICE, "Detective sergeant",
        account="attendee: answers invitations, reads minutes, has an action to do",
    ),
    Player("police.deputy", "DC Imran Sadiq", POLICE, "Detective constable"),
    Player(
        "school", "Tom Ridley", EDUCATION, "Designated safeguarding lead",
        account="attendee: a school, which sees only its own pupils",
    ),
    Player(
        "nurse", "Grace Adeyemi", HEALTH, "Named nurse",
        account="attendee: has an action that was carried over twice and is late",
    ),
    Player("paediatrics", "Dr Luis Ortega", HOSPITALS, "Consultant paediatrician"),
    Player("camhs", "Dr Mei Tan", MENTAL_HEALTH, "Consultant psychiatrist"),
    Player("youthjustice", "Owen Price", YOUTH_JUSTICE, "Operations manager"),
    Player(
        "support", "Fatima Khan", VOLUNTARY, "Project worker", decides=False,
        account="key worker: three young people of Operation Harbour, one not reached",
    ),
    Player(
        "police.signatory", "ACC Ruth Vane", POLICE, "Assistant chief constable",
        (Role.SENIOR_MANAGER,), signatory=True,
    ),
    Player(
        "health.signatory", "Diane Cole", HEALTH, "Chief nurse", (Role.SENIOR_MANAGER,),
        signatory=True, account="signatory: has not signed Operation Harbour yet",
    ),
    Player(
        "hospitals.signatory", "Sam Whitlock", HOSPITALS, "Director of nursing",
        (Role.SENIOR_MANAGER,), signatory=True,
    ),
    Player(
        "mentalhealth.signatory", "Noor Haddad", MENTAL_HEALTH, "Medical director",
        (Role.SENIOR_MANAGER,), signatory=True,
    ),
    Player(
        "education.signatory", "Karen Lowe", EDUCATION, "Director of education",
        (Role.SENIOR_MANAGER,), signatory=True,
        account="signatory: has not signed Operation Harbour yet",
    ),
    Player(
        "youthjustice.signatory", "Bilal Shah", YOUTH_JUSTICE, "Head of service",
        (Role.SENIOR_MANAGER,), signatory=True,
    ),
    Player(
        "voluntary.signatory", "Ellen Moss", VOLUNTARY, "Chief executive",
        (Role.SENIOR_MANAGER,), signatory=True,
    ),
    Player(
        "legal", "Anjali Rao", LEGAL, "Head of legal services", (Role.SENIOR_MANAGER,),
    ),
    Player(
        "partnership", "Judith Kerr", PARTNERSHIP, "Partnership business manager",
        (Role.PARTNERSHIP, Role.SENIOR_MANAGER), signatory=True,
        account="partnership: edits the procedures, is told when an operation goes live",
    ),
    Player(
        "administrator", "Neil Archer", PARTNERSHIP, "System administrator",
        (Role.ADMINISTRATOR,),
        account="administrator: people, agencies, rooms, procedures; no case content",
    ),
    Player(
        "auditor", "Wendy Stone", PARTNERSHIP, "Independent scrutineer", (Role.AUDITOR,),
        account="auditor: reads acts without case content, audits cases of a sample",
    ),
]  # fmt: skip


ESCALATED_TO = {
    SOCIAL_CARE: ("seniormanager", "assistantdirector", "director"),
    POLICE: ("lead", "police.signatory", ""),
    HEALTH: ("nurse", "health.signatory", ""),
    HOSPITALS: ("paediatrics", "hospitals.signatory", ""),
    MENTAL_HEALTH: ("camhs", "mentalhealth.signatory", ""),
    EDUCATION: ("school", "education.signatory", ""),
    YOUTH_JUSTICE: ("youthjustice", "youthjustice.signatory", ""),
    VOLUNTARY: ("support", "voluntary.signatory", ""),
}
"""Who answers at the first three stages of an escalation; small agencies have no third."""


def accounts(players: Sequence[Player] = PLAYERS) -> list[dict[str, str]]:
    """One account per role, for a person or a program (`accord demo accounts --json`)."""
    return [_account(player) for player in players if player.account]


def _account(player: Player) -> dict[str, str]:
    role, _, does = player.account.partition(": ")
    return {
        "role": role,
        "email": player.email,
        "password": PASSWORD,
        "name": player.name,
        "agency": player.agency,
        "does": does,
    }
