"""The criteria of PACT's list as predicates on one footprint, to compare with the search by index."""

from collections.abc import Iterable

from ledger.exchange.pact.filters import Criteria, FootprintKey


def matches(key: FootprintKey, asked: Criteria) -> bool:
    """Return whether a footprint has one value of each criterion that has any."""
    return (
        _any_of(asked.products, key.products)
        and _any_of(asked.companies, key.companies)
        and _any_of(asked.geographies, (key.geography,))
        and _any_of(asked.classifications, key.classifications)
        and _any_of(asked.statuses, (key.status,))
        and _one(key.valid_from <= moment <= key.valid_to for moment in asked.valid_on)
        and _one(key.valid_from > moment for moment in asked.valid_after)
        and _one(key.valid_to < moment for moment in asked.valid_before)
    )


def _any_of(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return not asked or not set(asked).isdisjoint(known)


def _one(answers: Iterable[bool]) -> bool:
    """Return whether one of some alternatives holds, or there are none."""
    known = tuple(answers)
    return not known or any(known)
