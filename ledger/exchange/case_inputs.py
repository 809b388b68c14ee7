"""The inputs of a case's rows by name: a gas, or the one factor that a text names (`ledger.exchange.name_words`).

An id is never read as a name. Every reading is reported, and a name of several meanings is refused with them.
"""

from collections.abc import Iterable, Iterator, Mapping

from ledger.exchange.case_rows import EMISSION, Activity, CaseFactor, FurtherOutput, Site
from ledger.exchange.case_words import Reading
from ledger.exchange.name_words import NamedFactor, find_flows, list_meanings, read_gas
from schemas.gases import Gas


def read_inputs(
    rows: Iterable[Activity],
    sites: Mapping[str, Site],
    outputs: Mapping[str, FurtherOutput],
    factors: Mapping[str, CaseFactor],
) -> Iterator[Activity]:
    """Yield the rows, each input that is a name as the id that it means.

    Raises:
        CradleError: `case.gas` or `case.input` for a name of several meanings.
    """
    named = [
        NamedFactor(row.id, row.name, row.unit, row.carrier, row.grid) for row in factors.values()
    ]
    for row in rows:
        if row.kind == EMISSION:
            yield row if row.input in set(Gas) else _replace(row, read_gas(row.input), "case.gas")
        elif row.input in sites or row.input in outputs or row.input in factors:
            yield row
        else:
            site = sites.get(row.site)
            country = None if site is None else site.country
            found = find_flows(row.input, row.unit, country, named)
            if found.near and not found.named:
                raise _ambiguous(row, found.near, "case.input")
            yield _replace(row, found.named, "case.input")


def _replace(row: Activity, meant: tuple[str, ...], code: str) -> Activity:
    """The row with the only meaning; one without a meaning is unchanged, and refused later with its table."""
    if len(meant) > 1:
        raise _ambiguous(row, meant, code)
    if not meant:
        return row
    reading = Reading("input", row.input, meant[0])
    return row.model_copy(update={"input": meant[0], "readings": (*row.readings, reading)})


def _ambiguous(row: Activity, meant: tuple[str, ...], code: str) -> Exception:
    detail = f"{row.input!r} may be {list_meanings(meant)}; write one of these."
    return row.refuse(code, detail, "input")
