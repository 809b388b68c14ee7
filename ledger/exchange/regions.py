"""Regions and subregions of PACT and Catena-X, which follow the United Nations' M49 list.

A site states a country, or one of a few region words if its country is confidential. A region word maps to the smallest
region that certainly contains it: `RME`, a Middle East on two continents, maps to none.

Source: UN M49, geographic regions, from memory. Left out there: Taiwan, which is in Eastern Asia here.
"""

from collections.abc import Mapping
from typing import get_args

from schemas.exchanged.pact.footprint import Region

_COUNTRIES: Mapping[Region, str] = {
    "Northern Africa": "DZ EG EH LY MA SD TN",
    "Sub-Saharan Africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ
        NA NE NG RE RW SC SH SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW
    """,
    "Latin America and the Caribbean": """
        AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN
        KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI
    """,
    "Northern America": "BM CA GL PM US",
    "Central Asia": "KG KZ TJ TM UZ",
    "Eastern Asia": "CN HK JP KP KR MN MO TW",
    "South-eastern Asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "Southern Asia": "AF BD BT IN IR LK MV NP PK",
    "Western Asia": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "Eastern Europe": "BG BY CZ HU MD PL RO RU SK UA",
    "Northern Europe": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "Southern Europe": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    "Western Europe": "AT BE CH DE FR LI LU MC NL",
    "Australia and New Zealand": "AU CC CX HM NF NZ",
    "Melanesia": "FJ NC PG SB VU",
    "Micronesia": "FM GU KI MH MP NR PW UM",
    "Polynesia": "AS CK NU PF PN TK TO TV WF WS",
}
REGION_OF: Mapping[str, Region] = {
    country: region for region, codes in _COUNTRIES.items() for country in codes.split()
}
"""The subregion of each country; Antarctica has none."""

_SUBREGIONS: Mapping[Region, tuple[Region, ...]] = {
    "Africa": ("Northern Africa", "Sub-Saharan Africa"),
    "Americas": ("Latin America and the Caribbean", "Northern America"),
    "Asia": (
        "Central Asia",
        "Eastern Asia",
        "South-eastern Asia",
        "Southern Asia",
        "Western Asia",
    ),
    "Europe": ("Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe"),
    "Oceania": ("Australia and New Zealand", "Melanesia", "Micronesia", "Polynesia"),
}

PLACES_WITHIN: Mapping[str, frozenset[str]] = {
    region: frozenset(
        {
            region,
            *_SUBREGIONS.get(region, ()),
            *(
                country
                for country, subregion in REGION_OF.items()
                if subregion in {region, *_SUBREGIONS.get(region, ())}
            ),
        }
    )
    for region in get_args(Region)
}
"""The places in each region and subregion: itself, its subregions, and its countries."""

REGION_WORDS: Mapping[str, Region] = {
    "RER": "Europe",
    "RAF": "Africa",
    "RAS": "Asia",
    "RLA": "Latin America and the Caribbean",
    "RNA": "Northern America",
}
"""The region that certainly contains each region word; `GLO`, `RoW` and `RME` are in no single region."""


def region_fault(region: str, country: str) -> str | None:
    """The sentence on a region that lacks the country stated beside it; None if it has it, or is not a region."""
    places = PLACES_WITHIN.get(region)
    if places is None or country in places:
        return None
    return f"{country} is not in {region} (UN M49)"
