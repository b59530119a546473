"""A template is changed one part at a time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.plans.rules.editing import key_from, moved, removed, with_field, with_section
from planning.plans.rules.reading import read_template
from planning.plans.rules.soundness import KEY
from tests.rules.test_templates import Raw, small

titles = st.text(max_size=60) | st.sampled_from(["id", "ID", "Élan", "2 a", "_", "a" * 60])


@settings(max_examples=80)
@given(st.lists(titles, max_size=6))
def test_every_title_gives_a_key_of_its_own(typed: list[str]) -> None:
    keys: list[str] = []
    for title in typed:
        keys.append(key_from(title, keys))
    assert len(set(keys)) == len(keys)
    assert all(KEY.fullmatch(key) and key != "id" for key in keys)


def test_parts_are_added_moved_and_taken_out() -> None:
    template = read_template(small())
    first, _, last = (section.key for section in template.sections)

    def order(said: Raw) -> list[str]:
        return [section.key for section in read_template(said).sections]

    assert order(moved(template, first, up=False)) == ["register", first, last]
    assert order(moved(template, first, up=True)) == [first, "register", last]
    without = read_template(removed(template, first))
    assert [section.after for section in without.sections] == [[], []]
    steps = template.sections[2].fields
    swapped = read_template(moved(template, last, steps[1].key, up=True)).sections[2].fields
    assert [field.key for field in swapped[:2]] == [steps[1].key, steps[0].key]
    fewer = read_template(removed(template, last, steps[0].key)).sections[2].fields
    assert fewer == steps[1:]
    retitled = read_template(with_section(template, first, {"title": "New"})).sections[0]
    assert (retitled.title, retitled.fields) == ("New", template.sections[0].fields)
    new = {"label": "New", "kind": "text", "material": False}
    added = read_template(with_field(template, last, "brand_new", new)).sections[2].fields[-1]
    assert (added.key, added.label) == ("brand_new", "New")
