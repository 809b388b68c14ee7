"""The second verifier judges the shares of an entry's lines as the first one does, line by line."""

from hypothesis import example, given
from hypothesis import strategies as st
from support.rows import made
from support.second_opinion import ALONE

from ledger.rules.allocation import share_fault
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Output
from schemas.vocabulary import AllocationBasis, OutputRole, Unit

EACH = st.sampled_from([None, "0.001", "0.55", "0.6", "1", "39.4", "40", "20000"])
VALUES = st.sampled_from(["0.001", "1", "2", "2.16", "3.6", "7.2", "20000", "141.84"])


def alone(basis: AllocationBasis, output: Output, product: ProductLine | None) -> str:
    """The second verifier's code; empty if it finds nothing."""
    row = ALONE.Document(output.to_json())
    line = None if product is None else ALONE.Document(product.to_json())
    try:
        ALONE.Audit()._judge_share(row, line, basis.value)  # noqa: SLF001 - one rule of its file
    except ALONE.FindingError as found:
        return str(found.args[0])
    return ""


@given(
    basis=st.sampled_from([AllocationBasis.MASS, AllocationBasis.ENERGY]),
    unit=st.sampled_from(Unit),
    values=st.tuples(st.sampled_from(["1", "2"]), VALUES),
    stated=st.none() | st.tuples(EACH, EACH),
)
@example(AllocationBasis.MASS, Unit.PIECE, ("1", "1"), (None, None))
@example(AllocationBasis.MASS, Unit.KG, ("1", "2"), None)
@example(AllocationBasis.ENERGY, Unit.KG, ("1", "2.16"), (None, "0.6"))
@example(AllocationBasis.ENERGY, Unit.M3, ("1", "1"), ("1", "40"))
def test_a_line_has_the_same_fault(
    basis: AllocationBasis,
    unit: Unit,
    values: tuple[str, str],
    stated: tuple[str | None, str | None] | None,
) -> None:
    """Whatever its unit, amount and value are, and whether its product section is shown."""
    amount, value = values
    row = made("plant", amount, unit=unit, role=OutputRole.CO_PRODUCT, allocation_value=value)
    output = Output.model_validate(row, strict=False)
    product = None
    if stated is not None:
        kg, kwh = stated
        product = ProductLine(line="main", form="as_is", kg_per_unit=kg, kwh_per_unit=kwh)
    fault = share_fault(basis, output, product)
    assert alone(basis, output, product) == ("" if fault is None else fault.code)
