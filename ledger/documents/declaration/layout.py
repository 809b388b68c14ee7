"""The page of a declaration: Article 7(1) (a) to (g) first, with their letters, then what a reader judges it by."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

from ledger.documents.declaration.evidence import (
    asserted,
    checked,
    production,
    proof,
)
from ledger.documents.declaration.unit_words import (
    below_of,
    per_kwp,
    plausibility_of,
    production_title,
    suffix_of,
    unit_of,
)
from ledger.documents.drawing.qr import draw_qr
from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars
from ledger.documents.page import (
    Attachment,
    Block,
    Cell,
    Columns,
    Fact,
    Facts,
    Heading,
    Headline,
    Page,
    Paragraph,
    Picture,
    Table,
    to_bytes,
)
from ledger.documents.standing import keyword_of, mark_of
from ledger.documents.standing_page import standing_blocks
from ledger.translations.documents import number, period_words, text
from ledger.translations.languages import Language
from schemas.views.declaration_document import DeclarationDocument, DeclaredStage

CHART_WIDTH, QR_WIDTH = 82, 22
"""Widths in mm on paper."""

PROOF_WIDTHS = (17, 3)
"""Digests need the width of a line, and the QR code 22 mm."""

NAME = "declaration.json"
"""The name of the document's data inside its PDF."""


def layout_declaration(document: DeclarationDocument, language: Language) -> Page:
    """Lay out a declaration in a language, with its own JSON as the attachment."""
    standing = document.standing
    name = standing.law if standing.law in {"study", "product"} else "declaration"
    return Page(
        title=text(f"declaration.title.{name}", language),
        subtitle=text(
            f"declaration.subtitle.{name}",
            language,
            model=document.model,
            site=document.plant.site,
            period=period_words(document.period, language),
        ),
        mark=mark_of(standing, language),
        author=document.manufacturer.name,
        day=document.period.last_day,
        language=language,
        keywords=(keyword_of(standing.law, language), document.model),
        blocks=tuple(_blocks(document, language)),
        footer=text(
            f"page.footer{suffix_of(document)}", language, calculation=document.digests.calculation
        ),
        attachments=(
            Attachment(NAME, to_bytes(document), text("declaration.attachment", language)),
        ),
    )


def _blocks(document: DeclarationDocument, language: Language) -> Iterator[Block]:
    below, unit, digests = (
        below_of(document, language),
        unit_of(document, language),
        document.digests,
    )
    yield from standing_blocks(document.standing, language, digests.origin, document.page)
    yield Columns(
        (
            Headline(number(document.total, language), _lettered(unit, "d", document), below),
            Facts(tuple(method_facts(document, language))),
        ),
        (stage_chart(document, language),),
    )
    yield Heading(_lettered(text("declaration.section.stages", language), "e", document))
    yield stage_table(document, language)
    yield Paragraph(text("declaration.stages.note", language, unit=unit), note=True)
    yield Columns(
        (
            Heading(text(f"declaration.section.firm{suffix_of(document)}", language)),
            Facts(tuple(firm_facts(document, language))),
            *_asserted(document, language),
        ),
        (
            Heading(production_title(document, language)),
            Facts(tuple(production(document, language))),
            Heading(text("declaration.section.checked", language)),
            Facts(tuple(checked(document, language))),
        ),
    )
    judged = plausibility_of(document, language)
    if judged:
        yield Heading(text("plausibility.title", language))
        yield from judged
    yield Heading(text("declaration.section.proof", language))
    yield Columns(
        (Facts((*_link(document, language), *proof(document, language))),),
        tuple(qr_picture(document, language)),
        PROOF_WIDTHS,
    )


def _asserted(document: DeclarationDocument, language: Language) -> Iterator[Block]:
    """What nobody recomputes, under its heading; nothing of a figure without such inputs."""
    facts = tuple(asserted(document, language))
    if facts:
        yield Heading(text("declaration.section.asserted", language))
        yield Facts(facts)


def _lettered(words: str, letter: str, document: DeclarationDocument) -> str:
    """Words with the point of Article 7(1) that they answer; a product answers to none."""
    return words if document.declared_unit is not None else f"{words} ({letter})"


def stage_chart(document: DeclarationDocument, language: Language) -> Picture:
    """The bars of the stages."""
    bars = [
        StageBar(
            key=row.stage.value,
            name=text(f"declaration.stage.{row.stage.value}", language),
            burdens=Decimal(row.burdens),
            credits=Decimal(row.credits),
            net=_net(row, language),
            credit_text=text("declaration.credits", language, value=number(row.credits, language)),
            burden_text=number(row.burdens, language),
        )
        for row in document.stages
    ]
    rows = "; ".join(f"{bar.name} {bar.net}" for bar in bars)
    axis = partial(number, language=language)
    unit = unit_of(document, language)
    description = text("declaration.chart", language, unit=unit, rows=rows)
    return Picture(draw_stage_bars(bars, description, axis), description, CHART_WIDTH)


def _net(row: DeclaredStage, language: Language) -> str:
    """The net of a stage; a stage without cells has none, which is not the same as 0."""
    has_cells = (row.burdens, row.credits) != ("0", "0")
    return number(row.value, language) if has_cells else text("page.none", language)


def stage_table(document: DeclarationDocument, language: Language) -> Table:
    """The stages as a table, with the total."""

    def shown(value: str) -> Cell:
        none = text("page.none", language)
        return Cell(none if value == "0" else number(value, language), "number")

    def per_battery(value: str | None) -> tuple[Cell, ...]:
        return () if value is None else (shown(value),)

    rows = [
        (
            Cell(text(f"declaration.stage.{row.stage.value}", language)),
            shown(row.burdens),
            shown(row.credits),
            Cell(_net(row, language), "number"),
            *per_battery(row.per_battery),
        )
        for row in document.stages
    ]
    total = (
        Cell(text("declaration.total", language)),
        Cell("", "number"),
        Cell("", "number"),
        Cell(number(document.total, language), "number"),
        *per_battery(document.per_battery),
    )
    columns = ("stage", "burdens", "credits", "net", "battery")[: len(total)]
    titles = tuple(text(f"declaration.column.{name}", language) for name in columns)
    return Table("", titles, (*rows, total), has_total=True)


def firm_facts(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """Article 7(1) (a) to (c): manufacturer, model with mass and chemistry, place and time of manufacture.

    Of another product they have no letters, and no category and chemistry.
    """
    firm, plant, of_product = (
        document.manufacturer,
        document.plant,
        document.declared_unit is not None,
    )
    a, b, c = ("", "", "") if of_product else ("a", "b", "c")
    details = firm.details
    trade_name, address, contact = (
        (None, None, None)
        if details is None
        else (details.trade_name, details.address, details.contact)
    )
    yield _fact("manufacturer", (f"{firm.name}, {firm.country}",), language, a)
    yield _fact("trade_name", (trade_name,), language, a)
    yield _fact("address", (address,), language, a)
    yield _fact("contact", (contact,), language, a)
    called = () if document.name is None else (document.name,)
    yield _fact(f"model{suffix_of(document)}", (*called, document.model), language, b)
    if document.category is not None:
        category = [document.category.value, *filter(None, (document.vehicle_category,))]
        yield _fact("category", (", ".join(category),), language, b)
    mass = None if document.mass is None else f"{number(document.mass, language)}\u00a0kg"
    yield _fact(f"mass{suffix_of(document)}", (mass,), language)
    if document.peak_power is not None:
        yield _fact("peak_power", per_kwp(document, language), language)
    if not of_product:
        yield _fact("chemistry", (document.chemistry,), language)
    named = [plant.town or text("page.not_stated", language), plant.region, plant.country]
    yield _fact("plant", (f"{plant.site}: {', '.join(filter(None, named))}",), language, c)
    yield _fact("period", (period_words(document.period, language),), language)


def method_facts(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """Class, rulebook, conformity number and public study, and who issued the declaration on which day.

    A product has no class and no number, and before it is declared the rulebook alone.
    """
    if document.declared_unit is None:
        label = document.performance_class or text("declaration.class.none", language)
        yield _fact("class", (label,), language)
    method = document.method
    status = text(f"declaration.status.{method.legal_status}", language)
    words = text(
        "declaration.rulebook.value",
        language,
        title=method.title,
        id=method.id,
        version=method.version,
        status=status,
    )
    yield _fact("rulebook", (words,), language)
    if document.declared_unit is None or document.digests.declaration is not None:
        yield from _declared_facts(document, language)


def _declared_facts(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """What the declaration states: conformity number, public study, day and signatory."""
    of_battery = document.declared_unit is None
    if of_battery:
        yield _fact("conformity", (document.conformity,), language, "f")
    study = document.study
    link = (Cell(text("page.not_stated", language)),) if study is None else (Cell(study, "link"),)
    yield Fact(text("declaration.study", language), link, "g" if of_battery else "")
    person = document.signatory
    signed = None if person is None else f"{person.name}, {person.function}"
    yield _fact("date", (document.date,), language)
    yield _fact("signatory", (signed,), language)


def _fact(key: str, values: Iterable[str | None], language: Language, letter: str = "") -> Fact:
    """A fact with its label; a value that is None is written as not stated."""
    shown = (Cell(text("page.not_stated", language) if row is None else row) for row in values)
    return Fact(text(f"declaration.{key}", language), tuple(shown), letter)


def _link(document: DeclarationDocument, language: Language) -> Iterator[Fact]:
    """The address of the public page, if it has one besides the study's."""
    if document.page is not None:
        yield Fact(text("declaration.page", language), (Cell(document.page, "link"),))


def qr_picture(document: DeclarationDocument, language: Language) -> Iterator[Block]:
    """The QR code of the public page, else of the public study."""
    address = document.page or document.study
    if address is not None:
        yield Picture(draw_qr(address), text("declaration.qr", language, address=address), QR_WIDTH)
