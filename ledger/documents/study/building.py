"""The study of a calculation as a value: each part stated, what its reader may not see left out, the rest listed.

A part is stated once; then every item of the checklist is either in the study or in `not_stated`, with the reason.
Total and stages are copied from the signed calculation, digit for digit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ledger.choices.listing import count_choices
from ledger.documents.plausibility import state_plausibility
from ledger.documents.study.checklist import CHECKLIST, OF_BATTERIES, Item, needs_of
from ledger.documents.study.context import StudyContext
from ledger.documents.study.data import used_factors
from ledger.documents.study.interpretation import shown_choices
from ledger.documents.study.treatment import cut_off_total
from schemas.base import Model
from schemas.views.plausibility import Plausibility
from schemas.views.study import Study
from schemas.views.study_completeness import NotStated, Reason

Parts = Mapping[str, object]
"""The members of a study that items are in, by name."""


def state_study(context: StudyContext) -> Study:
    """State the study of a calculation, as far as its reader may see."""
    parts = _state(context)
    for row in CHECKLIST:
        if context.reader in row.closed_to:
            parts = _without(parts, row)
    withheld = _withheld(context, parts)
    of_product = context.calculation.declared_unit is not None
    header = {
        "document": "study",
        "scope": "public" if context.reader == "public" else "full",
        "standing": context.standing,
        "page": context.page,
        "not_stated": tuple(_not_stated(parts, withheld, of_product=of_product)),
        "withheld": tuple(sorted({*_shortened(context), *(row.id for row in withheld)})) or None,
    }
    return Study.model_validate({**_repeated(context), **_choices(context), **parts, **header})


def _state(context: StudyContext) -> Parts:
    """Each part, stated once for all its items."""
    parts: dict[str, object] = {}
    for row in CHECKLIST:
        name = row.id.partition(".")[0]
        if row.state is not None and name not in parts:
            parts[name] = row.state(context)
    return parts


def _repeated(context: StudyContext) -> Parts:
    """The members that repeat the signed calculation and name its rulebook."""
    calculation, rulebook = context.calculation, context.rulebook
    return {
        "calculation": context.id,
        "model": calculation.model,
        "rulebook": rulebook.id,
        "rulebook_version": rulebook.version,
        "rulebook_digest": calculation.rulebook,
        "legal_status": rulebook.legal_status,
        "total": calculation.total,
        "stages": calculation.stages,
        "total_energy": calculation.total_energy,
        "plausibility": _plausibility(context),
        "cut_off_total": cut_off_total(context),
    }


def _plausibility(context: StudyContext) -> Plausibility | None:
    """What a reader judges the size of a battery's figure by; None of another product."""
    calculation = context.calculation
    if calculation.declared_unit is not None:
        return None
    return state_plausibility(calculation, context.signed_value)


def _choices(context: StudyContext) -> Parts:
    """The choices with their details, which are recipes, so that the public study has none of them."""
    shown = shown_choices(context)
    details = None if context.reader == "public" else shown.choices
    counts = None if shown.choices is None else count_choices(shown.choices)
    return {
        "choices": details,
        "choices_hidden": shown.hidden or None,
        "choice_counts": counts,
    }


def _withheld(context: StudyContext, parts: Parts) -> list[Item]:
    """The items that are known, and that this reader is not shown at all."""
    if context.reader == "everything":
        return []
    whole = _state(replace(context, reader="everything"))
    return [row for row in CHECKLIST if _value(whole, row) and not _value(parts, row)]


def _value(parts: Parts, row: Item) -> object:
    """The value of an item in the parts; empty if it is not stated."""
    name, _, leaf = row.id.partition(".")
    part = parts.get(name)
    return getattr(part, leaf, None) if leaf else part


def _without(parts: Parts, row: Item) -> Parts:
    """The parts without the value of an item."""
    name, _, leaf = row.id.partition(".")
    part, value = parts[name], _value(parts, row)
    empty = () if isinstance(value, tuple) else None
    if not leaf:
        return {**parts, name: empty}
    assert isinstance(part, Model)  # noqa: S101 - only models have members
    return {**parts, name: part.model_copy(update={leaf: empty})}


def _not_stated(parts: Parts, withheld: list[Item], *, of_product: bool) -> Iterator[NotStated]:
    for row in CHECKLIST:
        if not _value(parts, row):
            reason = "withheld" if row in withheld else _absent(parts, row, of_product=of_product)
            needs = needs_of(row.id, reason, "en", of_product=of_product)
            yield NotStated(item=row.id, reason=reason, needs=needs)


def _absent(parts: Parts, row: Item, *, of_product: bool) -> Reason:
    """The reason; a rule that found nothing is there, and what it looked for is not."""
    found_none = row.absent == "no_rule" and _value(parts, row) == ()
    return "empty" if found_none or (of_product and row.id in OF_BATTERIES) else row.absent


def _shortened(context: StudyContext) -> Iterator[str]:
    """The members from which rows of others are left out."""
    entries = {row.entry for row in context.contributions}
    if all(map(context.shows, entries)):
        return
    if shown_choices(context).hidden or (context.reader == "public" and context.choices.choices):
        yield "choices"
    quality = context.quality
    if quality is not None and not all(context.shows(row.entry) for row in quality.most_relevant):
        yield "quality"
    inventories = (context.record(entry).inventory for entry in entries if not context.shows(entry))
    if any(it is not None and it.allocation is not None for it in inventories):
        yield "allocation"
    if context.reader == "issuer":
        yield "contributions.sites"
        if len(used_factors(context, shown=True)) < len(used_factors(context, shown=False)):
            yield "data.datasets"
