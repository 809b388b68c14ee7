"""Chemical formulas: the mass fractions of their elements, and the part that water and air cannot have brought.

A formula is written as on a label: NiSO4.6H2O, NiSO4(H2O)6, Ni0.8Mn0.1Co0.1(OH)2. A point before a number and a last
H2O is crystal water, otherwise it is decimal. Atomic masses are the abridged standard atomic weights of CIAAW (2021),
sodium in full. Oxygen, and hydrogen up to two atoms for each of oxygen, can come from water and air, which no inventory
lists; so they explain no missing input. They do so up to the richest oxides and hydrates: no compound is nearly all
oxygen. The table has the elements of battery chains; a formula with another one is not read.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum

_TABLE = """
H 1.008, Li 6.94, B 10.81, C 12.011, N 14.007, O 15.999, F 18.998, Na 22.98976928, Mg 24.305, Al 26.982,
Si 28.085, P 30.974, S 32.06, Cl 35.45, K 39.098, Ca 40.078, Ti 47.867, V 50.942, Cr 51.996, Mn 54.938,
Fe 55.845, Co 58.933, Ni 58.693, Cu 63.546, Zn 65.38, Br 79.904, Sr 87.62, Y 88.906, Zr 91.224, Nb
92.906, Mo 95.95, Ag 107.87, Cd 112.41, In 114.82, Sn 118.71, Sb 121.76, Ba 137.33, La 138.91, Ce
140.12, Pr 140.91, Nd 144.24, W 183.84, Pb 207.2
"""

MASSES: Mapping[str, Decimal] = {
    symbol: Decimal(mass) for symbol, mass in (pair.split() for pair in _TABLE.split(","))
}
"""Atomic masses in g/mol, by symbol."""

_WATER = re.compile(r"(?P<salt>.+?)\.(?P<count>\d+(?:\.\d+)?)?H2O")
_TOKEN = re.compile(r"([A-Z][a-z]?|\(|\))(\d+(?:\.\d+)?)?|\.(?=[A-Z(])")
_TWO = Decimal(2)

MOST_OXYGEN, MOST_WATER = Decimal(3), Decimal(4)
"""Atoms of oxygen and molecules of water for each other atom at most: those of the richest oxides and hydrates."""

Atoms = dict[str, Decimal]


def mass_fractions(formula: str) -> Mapping[str, Decimal] | None:
    """The mass fraction of each element; None if the formula cannot be read."""
    atoms = _atoms(formula)
    if not atoms or not MASSES.keys() >= atoms.keys():
        return None
    masses = {symbol: EXPLAIN.multiply(MASSES[symbol], count) for symbol, count in atoms.items()}
    whole = explained_sum(masses.values())
    return {symbol: EXPLAIN.divide(kg, whole) for symbol, kg in masses.items()} if whole else None


def matter(fractions: Mapping[str, Decimal]) -> Decimal:
    """The mass fraction that neither water nor air can have brought."""
    others = explained_sum(
        EXPLAIN.divide(part, MASSES[symbol])
        for symbol, part in fractions.items()
        if symbol not in {"H", "O"}
    )
    hydrogen_fraction = fractions.get("H", ZERO)
    in_pairs = EXPLAIN.divide(EXPLAIN.divide(hydrogen_fraction, MASSES["H"]), _TWO)
    water = min(in_pairs, EXPLAIN.multiply(MOST_WATER, others))
    bound = EXPLAIN.fma(MOST_OXYGEN, others, water)
    atoms = min(bound, EXPLAIN.divide(fractions.get("O", ZERO), MASSES["O"]))
    oxygen = EXPLAIN.multiply(atoms, MASSES["O"])
    of_water = EXPLAIN.multiply(EXPLAIN.multiply(atoms, _TWO), MASSES["H"])
    hydrogen = min(hydrogen_fraction, of_water)
    return EXPLAIN.subtract(ONE, EXPLAIN.add(oxygen, hydrogen))


def free_hydrogen(hydrogen: Decimal, oxygen: Decimal) -> Decimal:
    """The part of a mass fraction of hydrogen that a mass fraction of oxygen cannot bind as water; at least zero."""
    bound = EXPLAIN.divide(
        EXPLAIN.multiply(oxygen, EXPLAIN.multiply(_TWO, MASSES["H"])), MASSES["O"]
    )
    return max(ZERO, EXPLAIN.subtract(hydrogen, bound))


def _atoms(formula: str) -> Atoms | None:
    """The atoms of each element; None if the formula cannot be read."""
    match = _WATER.fullmatch(formula)
    if match is None:
        return _group(formula)
    salt, count = _group(match["salt"]), Decimal(match["count"] or 1)
    if salt is None:
        return None
    _add(salt, {"H": _TWO, "O": ONE}, count)
    return salt


def _group(text: str) -> Atoms | None:
    """The atoms of a formula without crystal water; None if a bracket or letter is left over."""
    open_groups: list[Atoms] = [{}]
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            return None
        place, symbol, count = token.end(), token[1], Decimal(token[2] or 1)
        if symbol == "(":
            open_groups.append({})
        elif symbol == ")" and len(open_groups) > 1:
            _add(open_groups[-2], open_groups.pop(), count)
        elif symbol == ")":
            return None
        elif symbol is not None:
            _add(open_groups[-1], {symbol: ONE}, count)
    return open_groups[0] if len(open_groups) == 1 else None


def _add(atoms: Atoms, more: Mapping[str, Decimal], times: Decimal) -> None:
    for symbol, count in more.items():
        atoms[symbol] = EXPLAIN.fma(count, times, atoms.get(symbol, ZERO))
