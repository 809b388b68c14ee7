"""The two parts of a conservative figure in words, as every document and page gives them beside it."""

from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.views.standing import ConservativeParts
from schemas.vocabulary import Unit


def parts_words(
    parts: ConservativeParts | None, language: Language, unit: Unit | None = None
) -> str:
    """What data and modelling, and what method and use add; empty for a report that does not say.

    Method and use are of batteries, so it is empty for a product with a declared unit too.
    """
    if parts is None or unit is not None:
        return ""
    data, use = (number(kg, language) for kg in (parts.data_and_modelling, parts.method_and_use))
    return text("choices.parts", language, data=data, use=use)
