"""A delivery as a battery part's footprint, model `io.catenax.pcf_for_battery_component_supplier` 1.0.0.

The model has the four stages of the battery rules, so the delivered figure goes over whole: all groups, burdens and
credits, net by stage. It takes no stage below zero. Legal person and site are numbers of the Business Partner
register: an identifier `bpnl` of the issuer's profile, and its site code or an identifier `bpns`. A rating that nobody
stated is 5, the worst; the overall rating is the mean of the three, as the model has it.

Source: the model's schema, version 1.0.0. Left out: performance class and study, which are the battery's.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from ledger.exchange.catena_x.writing import Json, write_json
from ledger.exchange.declared import format_time, instant, validity_end
from ledger.exchange.method import Scores, primary_share, scores_of
from ledger.exchange.naming import identifier
from ledger.footprint.external.battery_component import STAGES, UNITS
from ledger.footprint.graph.cells import exact_sum, parse_cells, stages_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal
from ledger.service.answers.delivery_contents import DeliveryContents
from schemas.errors import CradleError
from schemas.vocabulary import Unit

WORDS = {unit: word for word, unit in UNITS.items()}

_LEGAL, _SITE = re.compile("BPNL[A-Za-z0-9]{12}"), re.compile("BPNS[A-Za-z0-9]{12}")
_WORST = Scores("5", "5", "5")
_HUNDREDTH = Decimal("0.01")
"""To which the mean of the ratings is rounded."""


def component_of(told: DeliveryContents, customer_part: str) -> bytes:
    """The file of a delivery.

    Args:
        told: the delivery, and what its recipient may see.
        customer_part: the customer's own number of the part.

    Raises:
        CradleError: `exchange.unit`, `exchange.sign`, `exchange.validity` or `exchange.identifier`.
    """
    scores = scores_of(told.quality) or _WORST
    share = primary_share(told.quality)
    document: Json = {
        "pcfValues": {"sharesPerStage": _stages(told)},
        "secondaryEmissionFactorSources": [f"{row.id} {row.version}" for row in told.factor_sets],
        **({} if share is None else {"primaryDataShare": Decimal(share)}),
        "technologicalRepresentativeness": Decimal(scores.technology),
        "geographicalRepresentativeness": Decimal(scores.geography),
        "timerelatedRepresentativeness": Decimal(scores.time),
        "dataQualityRating": _mean(scores),
        "manufacturerPartId": told.delivery.product,
        "customerPartId": customer_part,
        "validityPeriod": {
            "validFrom": format_time(instant(told.entry.period.start)),
            "validTo": format_time(validity_end(told)),
        },
        "legalidentifier": _partner(_LEGAL, identifier(told.company, "bpnl"), "bpnl"),
        "siteIdentifier": _site(told),
        "productQualityParameter": list(_parameters(told)),
        "contentC02Metals": list(_metals(told)),
    }
    return write_json(document)


def _stages(told: DeliveryContents) -> dict[str, Json]:
    unit = told.delivery.unit
    if unit not in WORDS:
        detail = f"The model counts per kg or piece, and the line is in {unit.value}."
        raise CradleError("exchange.unit", detail, "unit")
    values = stages_of(parse_cells(told.figure.cells))
    for stage, value in values.items():
        if value < ZERO:
            detail = f"Stage {stage.value} comes to {value:f}; the model takes none below zero."
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


def _site(told: DeliveryContents) -> str:
    code = told.entry.site.code
    known = code if _SITE.fullmatch(code) else identifier(told.company, "bpns")
    return _partner(_SITE, known, "bpns")


def _partner(form: re.Pattern[str], value: str | None, scheme: str) -> str:
    if value is None or form.fullmatch(value) is None:
        detail = (
            f"The model names its parties by Business Partner Numbers, and the issuer has no {scheme};"
            f" register with --identifier {scheme}:{scheme.upper()}..., or use the number as site code."
        )
        raise CradleError("exchange.identifier", detail, scheme)
    return value


def _parameters(told: DeliveryContents) -> Iterator[str]:
    """What the product section says of the goods beside their elements."""
    line = told.line
    if line is not None:
        yield f"form: {line.form}"
        if line.formula is not None:
            yield f"formula: {line.formula}"
        if line.kg_per_unit is not None and told.delivery.unit is not Unit.KG:
            yield f"mass: {line.kg_per_unit} kg"


def _metals(told: DeliveryContents) -> Iterator[str]:
    """The elements of the goods, with their share of mass and what of that is recycled."""
    for row in () if told.line is None else told.line.elements:
        words = [f"Material: {row.element}", f"Specific Content: {_percent(row.fraction)} %"]
        if row.recycled is not None:
            words.append(f"Recycled: {_percent(row.recycled)} %")
        yield ", ".join(words)


def _percent(share: str) -> str:
    return format_decimal(Decimal(share).scaleb(2, context=EXPLAIN))
