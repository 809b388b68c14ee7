"""The rulebooks, characterization sets and factor sets that come with Cradle, by id.

A rulebook or factor set travels as canonical JSON under its digest; the files here have a readable
layout and the same values. The code repeats no constant of a method: Cradle knows only the constants
of the rulebook. The factor sets are grid mixes, one file for each licence, and starter factors, one
for each source and each method that it counts gases by; each row names its source (NOTICE).

A characterization set has its own file, and so have the alternatives of a conservative figure, so
that each value is in the repository once: a rulebook's file gives the ids of both, and a
characterization set that differs from another in a few values names it as its `base`. This module
fills them in, so a travelling rulebook is complete.
"""

import json
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from schemas.errors import CradleError
from schemas.signed.characterization import Characterization
from schemas.signed.conservative import Conservative
from schemas.signed.rulebook import FactorSet, Rulebook

_RULEBOOKS = resources.files(__package__) / "data"
_SETS = resources.files(__package__) / "characterization"
_CONSERVATIVE = resources.files(__package__) / "conservative"
_FACTOR_SETS = resources.files(__package__) / "factor_sets"


def rulebook_ids() -> tuple[str, ...]:
    """The ids of all rulebooks that come with Cradle, sorted."""
    return _ids(_RULEBOOKS)


def load_rulebook(rulebook_id: str) -> Rulebook:
    """Load the rulebook of that id, with its characterization.

    Raises:
        CradleError: `rulebook.unknown`, `characterization.unknown` or `conservative.unknown`, with the known ids.
    """
    if rulebook_id not in rulebook_ids():
        detail = _unknown("rulebook", rulebook_id, rulebook_ids())
        raise CradleError("rulebook.unknown", detail)
    content = _read(_RULEBOOKS, rulebook_id)
    content["characterization"] = load_characterization(content["characterization"]).to_json()
    if "conservative" in content:
        content["conservative"] = load_conservative(content["conservative"]).to_json()
    return Rulebook.parse(json.dumps(content).encode())


def characterization_ids() -> tuple[str, ...]:
    """The ids of all characterization sets that come with Cradle, sorted."""
    return _ids(_SETS)


def load_characterization(set_id: str) -> Characterization:
    """Load the characterization set of that id.

    Raises:
        CradleError: `characterization.unknown`, with the known ids.
    """
    if set_id not in characterization_ids():
        detail = _unknown("characterization set", set_id, characterization_ids())
        raise CradleError("characterization.unknown", detail)
    content = _read(_SETS, set_id)
    base = content.pop("base", None)
    if base is not None:
        content = _over(load_characterization(base).to_json(), content)
    return Characterization.parse(json.dumps(content).encode())


def load_conservative(part_id: str) -> Conservative:
    """Load the conservative part of rulebooks with that id: the alternatives to choices, and their data.

    Raises:
        CradleError: `conservative.unknown`, with the known ids.
    """
    ids = _ids(_CONSERVATIVE)
    if part_id not in ids:
        raise CradleError("conservative.unknown", _unknown("conservative part", part_id, ids))
    return Conservative.parse(json.dumps(_read(_CONSERVATIVE, part_id)).encode())


def factor_set_ids() -> tuple[str, ...]:
    """The ids of the factor sets that come with Cradle, sorted."""
    return _ids(_FACTOR_SETS)


def mix_set_ids() -> tuple[str, ...]:
    """The ids of those factor sets that are mixes of electricity grids, sorted."""
    return tuple(name for name in factor_set_ids() if name.startswith("mixes-"))


def starter_set_ids() -> tuple[str, ...]:
    """The ids of those factor sets that are starter factors, sorted."""
    return tuple(name for name in factor_set_ids() if name.startswith("starter-"))


def load_factor_set(set_id: str) -> FactorSet:
    """Load the factor set of that id.

    Raises:
        CradleError: `factor_set.unknown`, with the known ids.
    """
    if set_id not in factor_set_ids():
        detail = _unknown("factor set", set_id, factor_set_ids())
        raise CradleError("factor_set.unknown", detail)
    return FactorSet.parse((_FACTOR_SETS / f"{set_id}.json").read_bytes())


def _unknown(what: str, name: str, ids: tuple[str, ...]) -> str:
    return f"No {what} {name!r} comes with Cradle; name one of {', '.join(ids)}."


def _ids(folder: Traversable) -> tuple[str, ...]:
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def _read(folder: Traversable, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / f"{name}.json").read_bytes())
    return content


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Overlay the rows of a base set with a set's own rows."""
    rows = {(row["gas"], row["origin"]): row for row in [*base["rows"], *own["rows"]]}
    references = [*base["references"], *own["references"]]
    return {**base, **own, "rows": [rows[key] for key in sorted(rows)], "references": references}
