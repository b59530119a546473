"""Who has signed what: computed from immutable evidence each time it is asked."""

from planning.sign_offs.queries.evidence import answer_given, answers_of
from planning.sign_offs.queries.parts import parts_of
from planning.sign_offs.queries.states import sign_off_states
from planning.sign_offs.queries.waiting import waiting_for

__all__ = ["answer_given", "answers_of", "parts_of", "sign_off_states", "waiting_for"]
