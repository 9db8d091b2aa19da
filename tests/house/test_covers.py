"""Every item of the list has a test that shows its effect, and tests name only items of the list."""

from effects.uncovered import covered, items, optional, uncovered


def test_nothing_is_uncovered():
    assert uncovered() == {}


def test_only_known_items_are_covered():
    assert {item: tests for item, tests in covered().items() if item not in items() | optional()} == {}


def test_an_item_is_listed_once():
    assert not items().keys() & optional().keys()
