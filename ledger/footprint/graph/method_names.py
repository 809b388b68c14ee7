"""Names of characterization methods in free text, to find factor sets computed by another method than the rulebook's.

A factor set describes in its own words how its values were characterized. If these words name a known method, and none
that the rulebook's characterization names, values of two methods are added up: 1 kg of methane is 29.8 under EF 3.1 and
was 36.8 under EF 3.0. A name is a family and a number, with any spacing (`EF 3.1`, `EF v3.1`, `IPCC AR6`), or the year
of an IPCC report. A text without a name gives no result.
"""

import re

_NAME = re.compile(r"\b(EF|AR|IPCC)[ -]?v?(\d+(?:\.\d+)?)", re.IGNORECASE)
_REPORTS = {"IPCC 2007": "AR 4", "IPCC 2013": "AR 5", "IPCC 2021": "AR 6"}


def method_names(text: str) -> frozenset[str]:
    """The known methods that a text names, each in one spelling."""
    found = (f"{family.upper()} {number}" for family, number in _NAME.findall(text))
    return frozenset(_REPORTS.get(name, name) for name in found)


def names_another(text: str, method: str) -> bool:
    """True if a text names methods, and that method is not among them."""
    named = method_names(text)
    return bool(named) and not named & method_names(method)
