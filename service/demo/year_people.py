"""Who sat in an ordinary year’s meetings; all but the team manager have moved on since."""

from planning.people.rules import Role
from service.demo.cast import (
    EDUCATION,
    HEALTH,
    HOSPITALS,
    MENTAL_HEALTH,
    POLICE,
    SOCIAL_CARE,
    Player,
)

MANAGER, SENIOR = "teammanager", "year.senior"
PEOPLE = [
    Player(
        MANAGER, "Rachel Doyle", SOCIAL_CARE, "Team manager", (Role.SCHEDULER, Role.CHAIR),
        account="team manager: four other teams’ ordinary year, behind the partnership’s figures",
    ),
    Player(
        SENIOR, "Howard Pike", SOCIAL_CARE, "Service manager", (Role.SENIOR_MANAGER,)
    ),
    Player("year.police", "DS Peter Lowe", POLICE, "Detective sergeant"),
    Player("year.health", "Ann Whitby", HEALTH, "Named nurse"),
    Player("year.hospitals", "Dr Priti Shah", HOSPITALS, "Paediatrician"),
    Player("year.mentalhealth", "Dr Colin Reeve", MENTAL_HEALTH, "Psychiatrist"),
    Player("year.education", "Jo Farrar", EDUCATION, "Designated safeguarding lead"),
]  # fmt: skip
