"""The label of a rulebook or factor set in each language."""

import pytest

from ledger.translations.languages import LANGUAGES
from ledger.translations.method_label import method_label
from schemas.views.methods import ListedMethod


def method(added_by: str, owner: str | None = None) -> ListedMethod:
    """A factor set that somebody added."""
    return ListedMethod(
        digest="sha256:" + "0123456789abcdef" * 4,
        sort="factor_set",
        id="mixes",
        version="2026",
        title="Mixes",
        admitted=True,
        added_by=added_by,
        owner=owner,
    )


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (method("cradle"), "mixes 2026 (comes with Cradle, 01234567)"),
        (method("organisation", "Plant"), "mixes 2026 (added by “Plant”, 01234567)"),
        (method("operator"), "mixes 2026 (added by the operator, 01234567)"),
        (method("unknown"), "mixes 2026 (it is not recorded who added it, 01234567)"),
    ],
)
def test_a_label_has_name_owner_and_digits(row: ListedMethod, label: str) -> None:
    """A firm's name is in quotation marks, so that no firm passes for Cradle or the operator."""
    assert method_label(row, "en") == label
    for language in LANGUAGES:
        told = method_label(row, language)
        assert told.startswith("mixes 2026")
        assert "01234567" in told
        assert (row.owner or "") in told
