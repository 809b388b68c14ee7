"""The mark of a dataset that complies with the Environmental Footprint, by the compliance system that it names.

ILCD and openLCA name compliance systems in words, such as `Environmental Footprint 3.1` or `EF 3.1 entry-level
requirements`. The mark repeats what the dataset says of itself, and is no judgement of ours.
"""

import re

_EF = re.compile(r"\bEF\b|environmental footprint", re.IGNORECASE)


def names_ef(system: object) -> bool:
    """Return whether the name of a compliance system is one of the Environmental Footprint."""
    return isinstance(system, str) and _EF.search(system) is not None
