"""Which passwords are taken: long ones that nobody guesses first; no other composition rule."""

from planning.errors import Blocker

SHORTEST = 12
LONGEST = 200
_LEAST_PART = 4
_LEAST_DIFFERENT = 5

# Of the most used passwords, those that are long enough to be tried here.
_COMMON_LINES = """
123456789012 1234567890123 password1234 password12345 password123456 passwordpassword
qwertyuiop12 qwertyuiop123 qwertyuiopasdf 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv
abcdefghijkl abcdefghijklm abc123abc123 iloveyou1234 letmeinletmein welcome12345 welcome123456
administrator administrator1 changeme1234 changemechangeme manchesterunited liverpool1234
arsenal12345 chelsea12345 footballfootball princess1234 sunshine1234 monkeymonkey dragondragon
trustno1trustno1 qazwsxedcrfv zaq12wsxcde3 aaaaaaaaaaaa correcthorsebatterystaple safeguarding
safeguarding1 safeguarding123 socialworker socialworker1 accordaccord accord123456
"""
_COMMON = frozenset(_COMMON_LINES.split())


def password_blockers(
    password: str, *, email: str, name: str, field: str = "password"
) -> list[Blocker]:
    """Every reason not to take the password, in words."""
    faults = [_length(password), _guessable(password, email, name)]
    return [Blocker(fault, field) for fault in faults if fault]


def _length(password: str) -> str:
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer"
    return ""


def _guessable(password: str, email: str, name: str) -> str:
    folded = _folded(password)
    if folded in _COMMON or len(set(folded)) < _LEAST_DIFFERENT:
        return "Password is too easy to guess. Choose three random words"
    own = {_folded(name), _folded(email), _folded(email.split("@", 1)[0])}
    if any(len(part) >= _LEAST_PART and part in folded for part in own):
        return "Password must not contain your name or email address"
    return ""


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
