"""Choices as they are shown: in JSON with effects to 4 digits, and in words with the choices worth most."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from ledger.choices.conservative import ConservativeFigure, Parts, WeighedChoice, format_up
from ledger.choices.kinds import KINDS
from ledger.choices.listing import count_choices, counted_words, without_price
from ledger.choices.sensitivity import Range
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal, format_rounded, round_delivered
from schemas.views.counted_warranty import CountedWarranty
from schemas.views.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.views.standing import ConservativeParts

SHOWN = 5
"""The number of choices that are shown; the JSON has all."""

_DIGITS = 12
"""Digits of an id that distinguish it within one report."""


class ReportedChoices(NamedTuple):
    """The choices, conservative figure and ranges of a report; all None if the figure is unknown.

    `hidden` is the number of choices that the reader may not see, `after` the conservative figure after the audit that
    the figure's standing names; None without one.
    """

    choices: tuple[ReportedChoice, ...] | None = None
    conservative: ConservativeTotal | None = None
    sensitivity: tuple[Sensitivity, ...] | None = None
    hidden: int = 0
    after: ConservativeTotal | None = None


def report_choices(
    figure: ConservativeFigure | None,
    policy: str | None,
    after: ConservativeFigure | None = None,
    warranties: tuple[CountedWarranty, ...] = (),
) -> ReportedChoices:
    """The choices and the conservative figure, under the policy of that digest.

    Args:
        figure: the conservative figure; None if it is unknown.
        policy: the digest of the reader's policy; None if no auditor settles a choice.
        after: the figure after the audit of the calculation; None without one.
        warranties: the published ones of that policy that speak of the figure.
    """
    if figure is None:
        return ReportedChoices()
    total, settled = _total(figure, policy, warranties), None if after is None else _total(after)
    choices = tuple(_reported(row) for row in figure.choices)
    return ReportedChoices(choices, total, tuple(map(_range, figure.ranges)), after=settled)


def _total(
    figure: ConservativeFigure,
    policy: str | None = None,
    warranties: tuple[CountedWarranty, ...] = (),
) -> ConservativeTotal | None:
    if figure.total is None:
        return None
    return ConservativeTotal(
        total=format_up(figure.total),
        policy=policy,
        interaction=None if figure.interaction is None else format_rounded(figure.interaction),
        parts=None if figure.parts is None else _parts(figure.parts),
        absent=tuple(map(str, figure.absent)),
        warranties=warranties or None,
    )


def choices_for(report: ReportedChoices, issuer: str) -> ReportedChoices:
    """The choices as one issuer may see them: its own, and the number of the others.

    A coordinate that is a statement may be another's, and what an issuer is shown it publishes in its study.
    """
    if report.choices is None:
        return report
    own = tuple(
        row.model_copy(update={"coordinate": None})
        if (row.coordinate or "").startswith("sha256:")
        else row
        for row in report.choices
        if row.by == issuer
    )
    return report._replace(choices=own, hidden=len(report.choices) - len(own))


def _parts(parts: Parts) -> ConservativeParts:
    data, use = (format_decimal(round_delivered(kg)) for kg in parts)
    return ConservativeParts(data_and_modelling=data, method_and_use=use)


def _range(row: Range) -> Sensitivity:
    low, high = (format_decimal(round_delivered(value)) for value in (row.low, row.high))
    return Sensitivity(parameter=row.parameter, low=low, high=high, detail=row.detail)


def _reported(row: WeighedChoice) -> ReportedChoice:
    choice = row.choice
    return ReportedChoice(
        code=choice.kind.code,
        subject=choice.subject,
        coordinate=choice.coordinate or None,
        by=choice.by,
        detail=choice.detail,
        effect=None if row.effect is None else format_decimal(round_delivered(row.effect)),
        kg=None if choice.kg is None else format_up(choice.kg),
        state=row.state,
        evidence=choice.evidence,
    )


def conservative_line(
    declared: str | None, total: ConservativeTotal | None, per: str = "kWh of total energy"
) -> str | None:
    """The conservative figure per a unit, and its distance from the declared one; None if it is unknown."""
    if total is None or declared is None:
        return None
    above = ""
    more = distance_above(declared, total)
    if more is None:
        above = ", which is the declared one rounded up"
    elif Decimal(declared) > 0:
        above = f", {_percent(more, declared)} above the declared one"
    return f"{total.total} kg CO2e per {per}{above}{_in_parts(total)}{_absent(total)}{_published(total)}"


NOT_KNOWN = "not known: an alternative has no price; the choices without a price, listed first, say which goods"
"""In place of a conservative figure, where a choice that counts has an alternative of no known worth."""


def conservative_words(
    declared: str | None,
    total: ConservativeTotal | None,
    choices: Sequence[ReportedChoice] | None,
    per: str = "kWh of total energy",
) -> str | None:
    """The line of a conservative figure, or that it is not known though the choices are; None if neither is."""
    line = conservative_line(declared, total, per)
    return NOT_KNOWN if line is None and choices else line


def _absent(total: ConservativeTotal) -> str:
    """The ids that an attestation lists in vain, in words; empty without any."""
    if not total.absent:
        return ""
    return f"; an attestation lists what is none of these choices and settles nothing: {', '.join(total.absent)}"


def _published(total: ConservativeTotal) -> str:
    """What each published warranty of the policy does, in words; empty without any."""
    settles = "settles the service life"
    settles_not = "is shorter than the stated life, or not of the whole period, and settles nothing"
    return "".join(
        f"; the warranty that {row.publisher} published {settles if row.settles else settles_not}"
        for row in total.warranties or ()
    )


def _in_parts(total: ConservativeTotal) -> str:
    """The parts that are not zero, in words; empty for a figure that no choice raises, or of an old report."""
    if total.parts is None:
        return ""
    named = (
        (total.parts.data_and_modelling, "data and modelling"),
        (total.parts.method_and_use, "method and use"),
    )
    words = [f"{kg} by {name}" for kg, name in named if Decimal(kg)]
    return f"; {' and '.join(words)}" if words else ""


def distance_above(declared: str, total: ConservativeTotal) -> Decimal | None:
    """The kg CO2e by which the conservative figure is above the declared one; None if it is that figure rounded up."""
    conservative = Decimal(total.total)
    if conservative == Decimal(format_up(Decimal(declared))):
        return None
    return EXPLAIN.subtract(conservative, Decimal(declared))


def choice_heading(choices: Sequence[ReportedChoice]) -> str:
    """The number of the choices with a price, and of those in each state."""
    states = Counter(row.state for row in choices)
    counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    if not choices:
        return "What moves the figure: no choice"
    return f"What moves the figure: {counted_words(count_choices(choices))} ({counted})"


def choice_rows(
    declared: str | None,
    choices: Iterable[ReportedChoice],
    names: Mapping[str, str] = MappingProxyType({}),
    unit: str = "kWh",
) -> Iterator[tuple[str, ...]]:
    """Each choice with its worth, then what was chosen, why it has no price, and what would settle it.

    Args:
        declared: the declared figure, for effects in per cent.
        choices: the one worth most first.
        names: of statements, in place of the first digits of their ids.
        unit: that the effects are per.
    """
    for row in choices:
        worth = f"{_worth(row, declared, unit)} {row.code}, {row.state}"
        reason = without_price(row)
        below = [] if reason is None else [reason]
        if row.state != "settled":
            below.append(f"evidence needed: {KINDS[row.code].settled_by}")
        name = names.get(row.subject) or row.subject.removeprefix("sha256:")[:_DIGITS]
        yield worth, f"{name}: {row.detail}", *below


def _worth(row: ReportedChoice, declared: str | None, unit: str) -> str:
    if row.effect is None:
        return "no price:"
    share = (
        f" ({_percent(Decimal(row.effect), declared)})"
        if declared and Decimal(declared) > 0
        else ""
    )
    return f"+{row.effect} kg CO2e per {unit}{share}:"


def _percent(part: Decimal, whole: str) -> str:
    return (
        f"{format_rounded(EXPLAIN.divide(EXPLAIN.multiply(part, Decimal(100)), Decimal(whole)))} %"
    )
