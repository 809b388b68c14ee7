"""Company-specific data: the bases and words that count, and the silence that does not."""

from decimal import Decimal

import pytest
from support.rows import used

from ledger.footprint.analysis.contributions import Contributed
from ledger.footprint.quality.own_data import collection_of, is_company_specific, is_silent
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import DataBasis, Known


def part(basis: DataBasis, known: Known | None, *, stated: bool = True) -> Contributed[str]:
    """A contribution of a row that says this of its amount; without `stated`, of no row."""
    row = ActivityInput.model_validate(used("test:lime", "1"), strict=False)
    row = row.model_copy(update={"known": known})
    return Contributed(
        entry="e",
        site="s",
        country="DE",
        basis=basis,
        key="k",
        source="dataset",
        label="test:lime",
        value=Decimal(1),
        row=row if stated else None,
    )


@pytest.mark.parametrize("known", Known)
def test_only_an_estimate_is_no_own_data(known: Known) -> None:
    """Of a site's own period every other stated word counts, and none is silent."""
    row = part(DataBasis.SITE_PERIOD_AVERAGE, known)
    assert is_company_specific(row) is (known is not Known.ESTIMATED)
    assert (is_silent(row), collection_of(row.row)) == (False, known.value)


@pytest.mark.parametrize("basis", DataBasis)
def test_silence_counts_on_no_basis(basis: DataBasis) -> None:
    """A row without the word is reported as not stated, where its basis could have made it own data."""
    row = part(basis, None)
    assert (is_company_specific(row), collection_of(row.row)) == (False, "not_stated")
    assert is_silent(row) is (basis in {DataBasis.LOT_ACTUAL, DataBasis.SITE_PERIOD_AVERAGE})


def test_an_amount_that_no_row_states_is_neither() -> None:
    """The method adds it."""
    row = part(DataBasis.LOT_ACTUAL, None, stated=False)
    assert (is_company_specific(row), is_silent(row)) == (False, False)
    assert collection_of(row.row) == "added"
