"""Export a delivery as a battery part's footprint, model `io.catenax.pcf_for_battery_component_supplier` 1.0.0.

The model has the four stages of the battery rules, so it receives the whole delivered figure: all groups, burdens and
credits, net by stage. It does not allow a stage below zero. Legal person and site are numbers of the Business Partner
register: an identifier `bpnl` of the issuer's profile, and its site code or an identifier `bpns`. A rating that the
entry does not state is 5, the worst; the overall rating is the mean of the three, as the model defines it.

Source: the model's schema, version 1.0.0. Left out: performance class and study, which belong to the whole battery.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.json_numbers import Json, write_json
from ledger.exchange.method import Scores, primary_share, scores_of
from ledger.exchange.naming import identifier
from ledger.exchange.standing import require_standing
from ledger.exchange.units_and_validity import format_time, instant, validity_end
from ledger.footprint.external.battery_component import STAGES, UNITS
from ledger.footprint.graph.cells import exact_sum, parse_cells, stages_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal
from schemas.errors import CradleError
from schemas.vocabulary import Unit

WORDS = {unit: word for word, unit in UNITS.items()}

_LEGAL, _SITE = re.compile("BPNL[A-Za-z0-9]{12}"), re.compile("BPNS[A-Za-z0-9]{12}")
_WORST = Scores("5", "5", "5")
_HUNDREDTH = Decimal("0.01")
"""The place to which the mean of the ratings is rounded."""


def component_of(contents: DeliveryContents, customer_part: str) -> bytes:
    """Write the file of a delivery.

    Args:
        contents: the delivery and the data that its recipient may see.
        customer_part: the customer's own number of the part.

    Raises:
        CradleError: `exchange.unit`, `exchange.sign`, `exchange.validity` or `exchange.identifier`; `exchange.standing`
            for a figure that was replaced or has changed since, which the model cannot say.
    """
    require_standing(contents.standing, "this model")
    scores = scores_of(contents.quality) or _WORST
    share = primary_share(contents.quality)
    document: Json = {
        "pcfValues": {"sharesPerStage": _stages(contents)},
        "secondaryEmissionFactorSources": [
            f"{row.id} {row.version}" for row in contents.factor_sets
        ],
        **({} if share is None else {"primaryDataShare": Decimal(share)}),
        "technologicalRepresentativeness": Decimal(scores.technology),
        "geographicalRepresentativeness": Decimal(scores.geography),
        "timerelatedRepresentativeness": Decimal(scores.time),
        "dataQualityRating": _mean(scores),
        "manufacturerPartId": contents.delivery.product,
        "customerPartId": customer_part,
        "validityPeriod": {
            "validFrom": format_time(instant(contents.entry.period.start)),
            "validTo": format_time(validity_end(contents)),
        },
        "legalidentifier": _partner(_LEGAL, identifier(contents.company, "bpnl"), "bpnl"),
        "siteIdentifier": _site(contents),
        "productQualityParameter": list(_parameters(contents)),
        "contentC02Metals": list(_metals(contents)),
    }
    return write_json(document)


def _stages(contents: DeliveryContents) -> dict[str, Json]:
    unit = contents.delivery.unit
    if unit not in WORDS:
        detail = f"The line is in {unit.value}; deliver in kg or pieces, the model's units."
        raise CradleError("exchange.unit", detail, "unit")
    values = stages_of(parse_cells(contents.figure.cells))
    for stage, value in values.items():
        if value < ZERO:
            detail = (
                f"Stage {stage.value} is {value:f}, and the model has none below 0; send a bundle."
            )
            raise CradleError("exchange.sign", detail, "figure.cells")
    total = exact_sum(values.values())
    return {
        **{name: {"stageValue": values[stage]} for name, stage in STAGES},
        "declaredUnit": WORDS[unit],
        "absPcfValue": {"stageValue": total},
    }


def _mean(scores: Scores) -> Decimal:
    total = exact_sum(map(Decimal, scores))
    return EXPLAIN.divide(total, Decimal(3)).quantize(_HUNDREDTH, context=EXPLAIN)


def _site(contents: DeliveryContents) -> str:
    code = contents.entry.site.code
    number = code if _SITE.fullmatch(code) else identifier(contents.company, "bpns")
    return _partner(_SITE, number, "bpns")


def _partner(form: re.Pattern[str], value: str | None, scheme: str) -> str:
    if value is None or form.fullmatch(value) is None:
        detail = (
            f"The model needs Business Partner Numbers, and the issuer has no valid {scheme};"
            f" register with --identifier {scheme}:{scheme.upper()}..., or use the number as site code."
        )
        raise CradleError("exchange.identifier", detail, scheme)
    return value


def _parameters(contents: DeliveryContents) -> Iterator[str]:
    """The properties in the product section, without the elements."""
    line = contents.line
    if line is not None:
        yield f"form: {line.form}"
        if line.formula is not None:
            yield f"formula: {line.formula}"
        if line.kg_per_unit is not None and contents.delivery.unit is not Unit.KG:
            yield f"mass: {line.kg_per_unit} kg"


def _metals(contents: DeliveryContents) -> Iterator[str]:
    """The elements of the goods with their mass share and recycled share."""
    for row in () if contents.line is None else contents.line.elements:
        words = [f"Material: {row.element}", f"Specific Content: {_percent(row.fraction)} %"]
        if row.recycled is not None:
            words.append(f"Recycled: {_percent(row.recycled)} %")
        yield ", ".join(words)


def _percent(share: str) -> str:
    return format_decimal(Decimal(share).scaleb(2, context=EXPLAIN))
