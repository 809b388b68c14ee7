"""Rows of 500 kWh of energy in Finland, and the mixes that they are compared with."""

from support.graph import factors, grids
from support.mined import mined
from support.rows import Row, used

WIND = factors({"test:wind": "0.01", "test:coal": "1.1"}, unit="kWh")
MIXES = grids({"FI": "0.21", "SE": "0.02"})
SETS = (WIND, MIXES)
GRID = "grid:FI.average.2025"


def power(flow: str = "test:wind", supply: str = "on_site", **members: object) -> Row:
    """500 kWh."""
    stated = {"supply": supply, **members}
    return used(flow, "500", unit="kWh", purpose="energy", electricity=stated)


def heat(flow: str, mj: str = "1800", **members: object) -> Row:
    """500 kWh of energy in MJ."""
    return used(flow, mj, **{"unit": "MJ", "purpose": "energy", **members})


HONEST = mined(power(GRID, "grid"), sets=SETS)
"""500 kWh at the mix of Finland, 0.21 kg CO2e per kWh."""
