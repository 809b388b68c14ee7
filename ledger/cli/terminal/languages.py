"""The language that a user names."""

from ledger.translations.languages import LANGUAGES, Language
from schemas.errors import CradleError


def parse_language(text: str) -> Language:
    """Parse the word for a language.

    Raises:
        CradleError: `option.word`.
    """
    languages: dict[str, Language] = {name: name for name in LANGUAGES}
    if text not in languages:
        detail = f"{text!r} is not a language of Cradle; use one of {', '.join(LANGUAGES)}."
        raise CradleError("option.word", detail, "--language")
    return languages[text]
