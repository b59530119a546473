"""Who has signed what: computed from immutable evidence each time it is asked."""

from planning.sign_offs.queries.board import board
from planning.sign_offs.queries.delegates import signing_list
from planning.sign_offs.queries.evidence import answer_given, answers_of
from planning.sign_offs.queries.lacking import lacking
from planning.sign_offs.queries.parts import parts_of
from planning.sign_offs.queries.standing import signing_faults
from planning.sign_offs.queries.states import sign_off_states
from planning.sign_offs.queries.threads import replies_about, replies_to, to_reply_to
from planning.sign_offs.queries.waiting import waiting_for

__all__ = [
    "answer_given",
    "answers_of",
    "board",
    "lacking",
    "parts_of",
    "replies_about",
    "replies_to",
    "sign_off_states",
    "signing_faults",
    "signing_list",
    "to_reply_to",
    "waiting_for",
]
