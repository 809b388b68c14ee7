"""The words of documents and pages."""

import re
from pathlib import Path

import pytest

from ledger.translations.documents import texts
from ledger.translations.languages import LANGUAGES

WORDS = Path(__file__).parents[3] / "ledger" / "translations" / "words" / "documents"
FIELD = re.compile(r"{\w+}")


@pytest.mark.parametrize("name", sorted(file.stem for file in WORDS.glob("*.json")))
def test_every_text_is_there_in_each_language_with_the_same_fields(name: str) -> None:
    """A sentence without a field would leave a name or a number out in one language."""
    for key, row in texts(name).items():
        assert row.keys() == set(LANGUAGES), key
        assert len({tuple(sorted(FIELD.findall(text))) for text in row.values()}) == 1, key
