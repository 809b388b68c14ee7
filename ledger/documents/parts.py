"""The two parts of a conservative figure in words, as every document and page gives them beside it."""

from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.views.standing import ConservativeParts


def parts_words(parts: ConservativeParts | None, language: Language) -> str:
    """What data and modelling, and what method and use add; empty for a report that does not say."""
    if parts is None:
        return ""
    data, use = (number(kg, language) for kg in (parts.data_and_modelling, parts.method_and_use))
    return text("choices.parts", language, data=data, use=use)
