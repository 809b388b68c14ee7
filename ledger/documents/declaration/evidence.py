"""The second half of a declaration's page: batteries or goods counted, spread, basis, audit, assertions, digests."""

from collections.abc import Iterator, Sequence

from ledger.documents.page import Cell, Fact
from ledger.translations import spreadsheet
from ledger.translations.documents import number, percentage, text
from ledger.translations.languages import Language
from schemas.signed.calculation import DeclaredUnit
from schemas.views.declaration_document import DeclarationDocument, Lot, Portion, Spread

LISTED = 4
"""Lots that a page lists in one row; the JSON has all."""


def production(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """What is counted of what was made, the spread of its figures, outliers, and entries that are not counted."""
    name, declared = "batteries", document.declared_unit
    count, share = str(document.batteries), document.share_counted
    if declared is not None:
        name = "amount"
        count = f"{number(declared.amount, language)}\u00a0{unit_word(declared, language)}"
    if share is None:
        words = text(f"declaration.{name}.unknown", language, count=count)
    else:
        shown = percentage(share, language)
        words = text(f"declaration.{name}.value", language, count=count, share=shown)
    yield _fact(name, [words], language)
    spread = document.spread
    if spread is None:
        yield _fact("spread", [text("declaration.spread.unknown", language)], language)
        return
    yield _fact("spread", [_spread(spread, language)], language)
    none = [text("page.none", language)]
    word = "" if declared is None else unit_word(declared, language)
    yield _fact("outliers", _lots(spread.outliers, word, language) or none, language)
    yield _fact("left_out", _lots(spread.left_out, word, language) or none, language)


def unit_word(declared: DeclaredUnit, language: Language) -> str:
    """The word for the unit of a product."""
    return spreadsheet.word("unit", declared.unit.value, language)


def checked(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """The basis of the data, and who audited how deeply."""
    yield _fact("basis", _portions("basis", document.basis, language), language)
    known = _portions("company_specific", document.company_specific, language)
    yield _fact("company_specific", known, language)
    audit = document.standing.audit
    if audit is None:
        return
    yield _fact("materiality", [f"{number(audit.materiality, language)}\u00a0%"], language)
    if document.depth is not None:
        yield _fact("depth", _portions("depth", document.depth, language), language)
    yield _fact("scope", [audit.scope], language)


def asserted(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """The inputs that nobody recomputes."""
    for row in document.asserted:
        yield _fact(f"asserted.{row.code}", [number(row.value, language)], language)


def proof(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """The ids and digests by which everything above can be found and compared."""
    digests = document.digests
    for name in ("declaration", "attestation", "calculation", "rulebook"):
        value = getattr(digests, name)
        if value is not None:
            yield _digest(f"digest.{name}", [value], language)
    yield _digest("digest.factor_set", list(digests.factor_sets), language)
    state = digests.as_of
    words = text(
        "declaration.digest.registry.value", language, origin=digests.origin, size=str(state.size)
    )
    label = text("declaration.digest.registry", language)
    yield Fact(label, (Cell(words), Cell(state.root, "code")))
    if document.supersedes is not None:
        yield _digest("supersedes", [document.supersedes], language)


def _spread(spread: Spread, language: Language) -> str:
    if spread.entries == 1:
        return text("declaration.spread.one", language, value=number(spread.median, language))
    return text(
        "declaration.spread.many",
        language,
        count=str(spread.entries),
        low=number(spread.lowest, language),
        high=number(spread.highest, language),
        median=number(spread.median, language),
    )


def _lots(lots: Sequence[Lot], unit: str, language: Language) -> list[str]:
    words = [_lot(row, unit, language) for row in lots[:LISTED]]
    if len(lots) > LISTED:
        words.append(text("declaration.more", language, count=str(len(lots) - LISTED)))
    return words


def _lot(row: Lot, unit: str, language: Language) -> str:
    """A lot in words; `unit` is that of a product, and empty for batteries."""
    unknown = text("declaration.lot.unknown", language)
    name = row.lot or f"{row.period.start}/{row.period.end}"
    value = unknown if row.value is None else number(row.value, language)
    if unit:
        amount = unknown if row.amount is None else f"{number(row.amount, language)}\u00a0{unit}"
        words = text("declaration.lot.product", language, name=name, amount=amount, value=value)
    else:
        batteries = unknown if row.batteries is None else str(row.batteries)
        words = text("declaration.lot", language, name=name, batteries=batteries, value=value)
    if row.why is None:
        return words
    reason = row.reason or text(f"declaration.why.{row.why}", language)
    return text("declaration.lot.reason", language, lot=words, reason=reason)


def _portions(group: str, portions: Sequence[Portion], language: Language) -> list[str]:
    return [
        text(
            "declaration.portion",
            language,
            name=text(f"declaration.{group}.{row.code}", language),
            share=percentage(row.share, language),
        )
        for row in portions
    ]


def _fact(key: str, values: Sequence[str], language: Language) -> Fact:
    return Fact(text(f"declaration.{key}", language), tuple(map(Cell, values)))


def _digest(key: str, values: Sequence[str], language: Language) -> Fact:
    cells = tuple(Cell(value, "code") for value in values)
    return Fact(text(f"declaration.{key}", language), cells)
