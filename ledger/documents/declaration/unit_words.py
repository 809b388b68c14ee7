"""The words of a declaration that follow from what its figure is of: a battery per kWh, or a product per unit."""

from ledger.documents.declaration.evidence import unit_word
from ledger.documents.page import Block
from ledger.documents.plausibility import plausibility_blocks
from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.views.declaration_document import DeclarationDocument


def unit_of(document: DeclarationDocument, language: Language) -> str:
    """The unit of the figure in words."""
    declared = document.declared_unit
    if declared is None:
        return text(f"page.unit.{document.per}", language)
    return text("page.unit.declared", language, unit=unit_word(declared, language))


def below_of(document: DeclarationDocument, language: Language) -> str:
    """The sentence below the figure: that of one battery over its life, or the amount that was made of a product."""
    declared, kg, energy = document.declared_unit, document.per_battery, document.total_energy
    if declared is not None:
        amount = number(declared.amount, language)
        word = unit_word(declared, language)
        return text("study.unit.amount_stated", language, amount=amount, unit=word)
    shown = {"kg": number(kg or "0", language), "energy": number(energy or "0", language)}
    return text(f"declaration.below.{document.per}", language, **shown)


def per_kwp(document: DeclarationDocument, language: Language) -> tuple[str, str]:
    """The peak power of one unit of a product, and the figure per kWp."""
    power, value = (number(row or "0", language) for row in (document.peak_power, document.per_kwp))
    return f"{power}\u00a0kWp", text("declaration.per_kwp", language, value=value)


def plausibility_of(document: DeclarationDocument, language: Language) -> tuple[Block, ...]:
    """What a reader judges the size of a battery's figure by; nothing of another product."""
    if document.plausibility is None:
        return ()
    unit = unit_of(document, language)
    return tuple(plausibility_blocks(document.plausibility, unit, language))


def production_title(document: DeclarationDocument, language: Language) -> str:
    """The heading above what was made in the period."""
    return text(f"declaration.section.production{suffix_of(document)}", language)


def suffix_of(document: DeclarationDocument) -> str:
    """The end of the key of words that name a battery, and are others for another product."""
    return "" if document.declared_unit is None else ".product"
