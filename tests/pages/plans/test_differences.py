"""What differs between two texts is marked, and nothing is lost of either."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.pages.presenters.differences import WORDS_AT_MOST, Piece, pieces

sentences = st.lists(st.sampled_from(["who", "decides", "when", "is", "it"]), max_size=12)


def test_the_words_that_changed_are_marked() -> None:
    before, after = pieces("The chief decides in 4 hours", "The chief decides in 2 hours")
    assert before == (
        Piece("The chief decides in", changed=False),
        Piece("4", changed=True),
        Piece("hours", changed=False),
    )
    assert after[1] == Piece("2", changed=True)


def test_a_text_that_came_or_went_is_not_marked_word_by_word() -> None:
    assert pieces("", "New lines") == ((), (Piece("New lines", changed=False),))


def test_texts_too_long_to_compare_quickly_are_shown_whole() -> None:
    long = " ".join(f"w{number}" for number in range(WORDS_AT_MOST + 1))
    assert pieces(long, "other words")[0] == (Piece(long, changed=False),)


@settings(max_examples=60)
@given(sentences, sentences)
def test_each_text_reads_as_it_was(old: list[str], new: list[str]) -> None:
    before, after = pieces(" ".join(old), " ".join(new))
    assert " ".join(piece.words for piece in before) == " ".join(old)
    assert " ".join(piece.words for piece in after) == " ".join(new)
