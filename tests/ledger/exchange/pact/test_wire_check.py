"""The check of a received footprint: what PACT requires, and no more."""

import pytest
from support.footprints import Place, file_of, mixed_pact_3, pact_3
from support.refusal import refused

from ledger.exchange.pact.wire_check import DECIMALS, check_footprint


@pytest.mark.parametrize(
    "changes",
    [
        (),
        ((("productDescription",), ""),),
        ((("pcf", "declaredUnitOfMeasurement"), "liter"),),
        ((("pcf", "declaredUnitOfMeasurement"), "megabit second"),),
        ((("pcf", "fossilGhgEmissions"), "1E-3"),),
        ((("pcf", "pcfExcludingBiogenicUptake"), "99"),),
        ((("pcf", "dqi"), None), (("vendor",), {"a": 1})),
        ((("companyIds",), ["URN:example:1"]),),
    ],
)
def test_what_pact_permits_passes(changes: tuple[tuple[Place, object], ...]) -> None:
    """Also units that Cradle lacks, sums that are wrong and members that it does not know."""
    check_footprint(file_of(mixed_pact_3(), *changes), "pf")


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("id",), "7d1f", "pact.uuid"),
        (("specVersion",), "2.3.1", "external.format"),
        (("specVersion",), "3.0", "external.format"),
        (("created",), "2025-02-01T00:00:00", "external.field"),
        (("status",), "Withdrawn", "external.field"),
        (("companyName",), ..., "external.field"),
        (("productNameCompany",), "", "external.field"),
        (("productDescription",), ..., "external.field"),
        (("companyIds",), [], "external.field"),
        (("productIds",), ["4000"], "pact.urn"),
        (("pcf",), None, "external.field"),
        (("pcf", "declaredUnitOfMeasurement"), "crate", "external.field"),
        (("pcf", "referencePeriodEnd"), ..., "external.field"),
        (("pcf", "ipccCharacterizationFactors"), [], "external.field"),
        (("pcf", "crossSectoralStandards"), ..., "external.field"),
        *((("pcf", name), ..., "external.field") for name in DECIMALS),
        (("pcf", "declaredUnitAmount"), 4, "external.field"),
        (("pcf", "exemptedEmissionsPercent"), "none", "external.field"),
    ],
)
def test_what_pact_forbids_is_refused_at_its_place(place: Place, value: object, code: str) -> None:
    """The path begins with that of the footprint in its event."""
    with refused(code, ".".join(("data.pfs[3]", *map(str, place)))):
        check_footprint(file_of(pact_3(), (place, value)), "data.pfs[3]")


def test_what_is_no_object_is_refused() -> None:
    """The place is that of the footprint."""
    with refused("external.format", "data.pfs[0]"):
        check_footprint(b"[]", "data.pfs[0]")
