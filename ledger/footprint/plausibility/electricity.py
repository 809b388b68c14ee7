"""Electricity by another factor than its country's mix, second-choice mixes, contracts without certificates.

Under a rule of electricity (`grid_mix`) there are two findings: a supply that the method does not accept, with the
reduction it claims; and one that the method accepts as stated, including a delivery in kWh, with its reduction compared
with the mix. A mix that is not the rulebook's first choice, or is old, is a finding in each entry that it values.
Without a rule every row is a finding whose factor is not a mix of its site's country or zone. For contracts the PEF
method requires that certificates convey the claim, for the volume and as close as possible to the time of consumption:

    the kWh of the certificates cover the kWh of the row
    a range of n serials is n MWh, and attests no more
    the certificates were produced in a time that overlaps the entry's period

The part that is not covered belongs to the mix. An effect is kWh x (stated factor - mix), below zero where it makes the
figure too low; where several faults meet in one row their effects overlap. Not checked: the cancellation of a
certificate, the true country of a site, and hours: no rule read so far matches by the hour.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.certificates import (
    Claim,
    attested_kwh,
    claimed_twice,
    serial_range,
)
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.power import Power, power_rows
from ledger.footprint.valuation.grid_mix import accepts_as_stated, is_outdated
from schemas.vocabulary import Supply


def electricity_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The faults of all electricity in a graph, and certificates that are claimed twice."""
    claims: list[Claim] = []
    for record, inventory in context.entries:
        rows = list(power_rows(context, record, inventory))
        yield from _mix_faults(context, record, rows)
        for row in rows:
            yield from _row_faults(row, context)
            claims += _claims(row, context)
    yield from claimed_twice(claims)


def _mix_faults(
    context: PlausibilityContext, record: EntryRecord, rows: Sequence[Power]
) -> Iterator[Observation]:
    """The mix that values an entry's electricity is not the first choice of the rulebook, or is old."""
    rule, mix = context.rulebook.electricity, context.mix(record) if rows else None
    by_mix = [row for row in rows if not accepts_as_stated(context.rulebook, row.supply)]
    if rule is None or mix is None or not by_mix:
        return
    kwh = by_mix[0].kwh_in_words(exact_sum(row.kwh for row in by_mix))
    if mix.kind != rule.mixes[0]:
        missing = " or ".join(rule.mixes[: rule.mixes.index(mix.kind)])
        detail = f"{kwh} valued by {by_mix[0].mix_words}: no named set has its {missing} mix"
        yield Observation("electricity.second_choice", record.id, detail)
    if is_outdated(mix, record.entry, rule):
        detail = f"{kwh} valued by {by_mix[0].mix_words}, older than {rule.oldest_mix.value} years"
        yield Observation("electricity.old_mix", record.id, detail)


def _row_faults(row: Power, context: PlausibilityContext) -> Iterator[Observation]:
    if context.rulebook.electricity is None:
        if not row.names_country_mix:
            country = row.record.entry.site.country
            detail = f"{row.kwh_in_words(row.kwh)} counted by {row.label}, which is not a mix of {country}"
            yield row.fault("electricity.other_factor", detail, row.kwh)
    elif accepts_as_stated(context.rulebook, row.supply):
        if row.supply is Supply.CONTRACT:
            yield from _contract_faults(row)
        yield from _as_stated(row)
    elif row.supply is not Supply.GRID:
        detail = (
            f"rulebook {context.rulebook.id} does not take electricity by {row.supply.value}; "
            f"{row.kwh_in_words(row.kwh)} valued by {row.mix_words}: the claim is not counted"
        )
        yield row.fault("electricity.supply", detail, row.kwh)


def _as_stated(row: Power) -> Iterator[Observation]:
    """A supply accepted as stated that counts less than the mix, or an unknown amount.

    A contract without certificates is a finding of that kind, with the same effect.
    """
    unbacked = row.supply is Supply.CONTRACT and not row.certificates
    if not unbacked and (row.excess_over_mix is None or row.excess_over_mix < ZERO):
        detail = f"{row.kwh_in_words(row.kwh)} by {row.supply.value} counted by {row.label}, not by {row.mix_words}"
        yield row.fault("electricity.as_stated", detail, row.kwh)


def _claims(row: Power, context: PlausibilityContext) -> Iterator[Claim]:
    """The certificates of a row, without effect if the mix values it."""
    if row.certificates:
        taken = accepts_as_stated(context.rulebook, row.supply)
        excess_over_mix = row.excess_over_mix if taken or row.excess_over_mix is None else ZERO
        for held in row.certificates:
            yield Claim(held, row.record.id, row.kwh, excess_over_mix)


def _contract_faults(row: Power) -> Iterator[Observation]:
    held = row.certificates
    if not held:
        detail = f"{row.kwh_in_words(row.kwh)} under a contract without certificates"
        yield row.fault("electricity.no_certificate", detail, row.kwh)
        return
    certified_kwh = exact_sum(Decimal(certificate.kwh) for certificate in held)
    if certified_kwh < row.kwh:
        detail = f"{row.kwh_in_words(row.kwh)} under contract, certificates cover {row.share(certified_kwh)}"
        yield row.fault("electricity.volume", detail, EXACT.subtract(row.kwh, certified_kwh))
    backed = exact_sum(
        min(Decimal(certificate.kwh), attested_kwh(certificate)) for certificate in held
    )
    if backed < certified_kwh:
        detail = f"{row.kwh_in_words(certified_kwh)} on certificates, their serials attest {row.share(backed)}"
        yield row.fault("electricity.serials", detail, row.uncovered_kwh(certified_kwh, backed))
    late = [
        certificate
        for certificate in held
        if not certificate.produced.overlaps(row.record.entry.period)
    ]
    if late:
        timely = EXACT.subtract(
            certified_kwh, exact_sum(Decimal(certificate.kwh) for certificate in late)
        )
        named = ", ".join(map(serial_range, late))
        detail = f"certificates {named} were produced in another time than the entry's period"
        yield row.fault("electricity.period", detail, row.uncovered_kwh(certified_kwh, timely))
