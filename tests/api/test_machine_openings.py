"""Any order of openings and readings: who opens nothing leaks nothing, and what is opened is seen exactly."""

from support.opening_machine import run


def test_readers_see_what_was_opened_to_them_and_no_more() -> None:
    """In a number of histories of 12 steps."""
    run()
