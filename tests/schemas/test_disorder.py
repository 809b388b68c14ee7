"""Rows that are not in their one order."""

import pytest
from pydantic_core import PydanticCustomError

from schemas.base import require_sorted


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (
            [("steel", "kg"), ("zinc", "kg"), ("copper", "kg")],
            "rows[2], copper kg, sorts before rows[1], zinc kg; sort them in ascending order of what is shown here",
        ),
        (["b", "a", "b"], "rows[2] repeats rows[0], b; keep one of them"),
    ],
)
def test_rows_out_of_order_are_named(keys: list[object], sentence: str) -> None:
    """The refusal has the place and the key of two rows, and says what to do."""
    with pytest.raises(PydanticCustomError) as caught:
        require_sorted(keys, "rows.order", "rows")
    assert (caught.value.type, caught.value.message()) == ("rows.order", sentence)
