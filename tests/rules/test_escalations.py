"""What answers an escalation."""

from planning.escalations.rules import answer_faults


def test_an_answer_says_what_was_decided_and_that_the_child_is_safe_meanwhile() -> None:
    assert answer_faults("Decide on Friday.", "With her aunt.") == []
    assert [fault.field for fault in answer_faults(" ", "")] == ["outcome", "child_safe_meanwhile"]
    assert [fault.field for fault in answer_faults("x" * 4001, "x" * 2001)] == [
        "outcome",
        "child_safe_meanwhile",
    ]
