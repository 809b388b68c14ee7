"""The row that a file makes agrees with the file; any other member is a fault of its own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.footprints import battery_component, catena_x, file_of, mixed_pact_3, pact_2, pact_3
from support.graph import YEAR, Graph, ident
from support.refusal import refused
from support.rows import imported, inventory, made

from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import build_row, row_faults
from ledger.footprint.graph.numbers import format_decimal
from ledger.trust.leaves import digest
from schemas.signed.entry import Entry
from schemas.values import Period

FILES = (pact_3(), mixed_pact_3(), pact_2(), catena_x(), battery_component())


def entry(period: Period = YEAR) -> Entry:
    """An entry of a period."""
    chain = Graph()
    chain.enter("plant", inventory(made("plant", "1")), period=period)
    return chain.entries[ident("plant")].entry


def faults(data: bytes, at: Entry | None = None, **members: object) -> list[tuple[str, str]]:
    """Field and code of the faults of a file's row after members were changed."""
    rows = inventory(made("plant", "1"), inputs=[imported(data, **members)])
    found = list(row_faults(at or entry(), rows.external_inputs[0], parse_external(data)))
    assert not any(fault.detail.endswith(".") for fault in found)
    return [(fault.field, fault.code) for fault in found]


@pytest.mark.parametrize("content", FILES)
def test_the_row_of_a_file_has_no_fault(content: dict[str, object]) -> None:
    """For each format the row made of a file agrees with it; amount and stage are free."""
    assert faults(file_of(content)) == []
    free = {"amount": "17.25", "purpose": "packaging", "stage": "distribution", "known": "weighed"}
    assert faults(file_of(content), **free) == []


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("format", "pact-2", "external.format"),
        ("product", "urn:other:1", "external.product"),
        ("unit", "piece", "external.unit"),
        ("boundary", "cradle_to_grave", "external.values"),
        ("declared_amount", "40", "external.values"),
        ("valid", {"start": "2024-01-01", "end": "2029-01-01"}, "external.values"),
        ("values", [{"part": "fossil", "value": "1"}], "external.values"),
        ("values", [{"part": "biogenic", "value": "2"}], "external.values"),
        ("values", [], "external.values"),
    ],
)
def test_a_member_that_is_not_the_files(member: str, value: object, code: str) -> None:
    """Each member that differs is one fault, which names it."""
    assert faults(file_of(pact_3()), **{member: value}) == [(member, code)]


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("2023-01-01", "2024-01-01", False),
        ("2023-01-01", "2024-01-02", True),
        ("2027-12-31", "2028-12-31", True),
        ("2028-01-01", "2029-01-01", False),
    ],
)
def test_a_period_outside_the_validity(start: str, end: str, holds: bool) -> None:  # noqa: FBT001
    """A file is valid from its reference period to the end of its validity."""
    found = faults(file_of(pact_3()), entry(Period(start=start, end=end)))
    assert found == ([] if holds else [("file", "external.expired")])


def test_a_deprecated_file() -> None:
    """A footprint that its issuer has deprecated is not accepted."""
    data = file_of({**pact_3(), "status": "Deprecated"})
    assert faults(data) == [("file", "external.deprecated")]


def test_an_id_that_is_no_text_of_the_wire() -> None:
    """A row names its goods in one line without space at its ends."""
    with refused("text.grammar", "product"):
        imported(file_of({**pact_3(), "productIds": [" urn:x:1"]}))


amounts = st.decimals(min_value=0, max_value=10**9, places=9, allow_nan=False).map(format_decimal)


@given(fossil=amounts, biogenic=amounts, taken=amounts, amount=amounts.filter(lambda x: x != "0"))
def test_a_row_keeps_the_digits_of_its_file(
    fossil: str, biogenic: str, taken: str, amount: str
) -> None:
    """For any file, the row of it agrees with it, through JSON and back."""
    uptake = "0" if taken == "0" else f"-{taken}"
    data = file_of(
        pact_3(
            fossilGhgEmissions=fossil,
            biogenicNonCO2Emissions=biogenic,
            biogenicCO2Uptake=uptake,
            declaredUnitAmount=amount,
        )
    )
    row = build_row(parse_external(data), digest(data))
    stated = {value.part.value: value.value for value in row.values}
    known = {"fossil": fossil, "biogenic": biogenic, "uptake": uptake}
    assert stated == {part: value for part, value in known.items() if Decimal(value)}
    assert faults(data) == []
