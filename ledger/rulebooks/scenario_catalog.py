"""Price scenarios: their file, and those that come with Cradle.

A scenario is written by hand, so it is TOML; every number in it is a string, and an unquoted number with a point is
refused.
"""

import json
import tomllib
from importlib import resources

from schemas.errors import CradleError
from schemas.exchanged.price_scenario import PriceScenario

SCENARIO_LIMIT = 1 << 20
_FOLDER = resources.files(__package__) / "price_scenarios"
_SUFFIX = ".toml"


def parse_scenario(data: bytes) -> PriceScenario:
    """Parse a scenario from a TOML file.

    Raises:
        CradleError: `scenario.size`, `scenario.syntax`, the rules of `PriceScenario`, and `scenario.field` for all
            else, with the field path as place.
    """
    if len(data) > SCENARIO_LIMIT:
        raise CradleError("scenario.size", f"A scenario has at most {SCENARIO_LIMIT} bytes.")
    try:
        members = json.dumps(tomllib.loads(data.decode("utf-8")), default=str).encode()
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        detail = f"The scenario is not valid TOML: {error}. Correct it there."
        raise CradleError("scenario.syntax", detail) from None
    try:
        return PriceScenario.parse(members)
    except CradleError as error:
        code = error.code if error.code.startswith("scenario.") else "scenario.field"
        raise CradleError(code, error.detail, error.place) from None


def scenario_ids() -> tuple[str, ...]:
    """The ids of the scenarios that come with Cradle, sorted."""
    names = (item.name for item in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_scenario(scenario_id: str) -> PriceScenario:
    """Load the scenario of that id.

    Raises:
        CradleError: `scenario.unknown`, with the known ids.
    """
    ids = scenario_ids()
    if scenario_id not in ids:
        detail = f"No scenario {scenario_id!r} comes with Cradle; name one of {', '.join(ids)}, or a file."
        raise CradleError("scenario.unknown", detail)
    return parse_scenario((_FOLDER / f"{scenario_id}{_SUFFIX}").read_bytes())


def shipped_scenarios() -> tuple[PriceScenario, ...]:
    """All scenarios that come with Cradle, the most general first: one price, then the EU and China, then China."""
    return tuple(
        load_scenario(name) for name in ("uniform-2026", "eu-and-china-2026", "china-2026")
    )
