"""The Circular Footprint Formula in one function, term by term; what Cradle computes is compared with it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.footprint.circular.cff import user_shares
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class CffParameters:
    """The parameters of one material, each under its published symbol in lower case.

    Attributes:
        m: mass, kg.
        ev: Ev, virgin production, kg CO2e/kg.
        e_recycled: Erec, production of recycled feedstock, kg CO2e/kg.
        e_recycling_eol: ErecEoL, recycling at end of life, kg CO2e/kg.
        e_star_v: E*v, virgin production that the recyclate displaces, kg CO2e/kg.
        ed: Ed, disposal of the rest, kg CO2e/kg.
        a: A, share factor between supplier and user of recyclate.
        r1: R1, recycled content of the input.
        r2: R2, recycling output rate after losses.
        r3: R3, share to energy recovery.
        qs_in: Qsin/Qp, quality of the recycled input against the virgin one.
        qs_out: Qsout/Qp, quality of the recyclate against the virgin one.
        b: B, share factor of energy recovery.
        e_er: EER, energy recovery process, kg CO2e/kg.
        lhv: LHV, lower heating value, MJ/kg.
        x_er_heat: XERheat, efficiency for heat.
        x_er_elec: XERelec, efficiency for electricity.
        e_se_heat: ESEheat, displaced heat, kg CO2e/MJ.
        e_se_elec: ESEelec, displaced electricity, kg CO2e/MJ.
    """

    ev: Decimal
    e_recycled: Decimal
    e_recycling_eol: Decimal
    e_star_v: Decimal
    a: Decimal
    m: Decimal = ONE
    ed: Decimal = ZERO
    r1: Decimal = ZERO
    r2: Decimal = ZERO
    r3: Decimal = ZERO
    qs_in: Decimal = ONE
    qs_out: Decimal = ONE
    b: Decimal = ZERO
    e_er: Decimal = ZERO
    lhv: Decimal = ZERO
    x_er_heat: Decimal = ZERO
    x_er_elec: Decimal = ZERO
    e_se_heat: Decimal = ZERO
    e_se_elec: Decimal = ZERO

    def cut_off(self) -> "CffParameters":
        """The same material with A = 1: the user of the recyclate carries all of recycling."""
        return replace(self, a=ONE)


@dataclass(frozen=True, slots=True)
class CffTerms:
    """The five terms of a material, kg CO2e; credits are negative."""

    virgin: Decimal
    recycled: Decimal
    recyclability: Decimal
    energy: Decimal
    disposal: Decimal

    @property
    def raw_material(self) -> Decimal:
        """The sum of the terms of raw material acquisition."""
        return EXACT.add(self.virgin, self.recycled)

    @property
    def end_of_life(self) -> Decimal:
        """The sum of the terms of end of life and recycling."""
        return EXACT.add(EXACT.add(self.recyclability, self.energy), self.disposal)

    @property
    def total(self) -> Decimal:
        """The sum of the five."""
        return EXACT.add(self.raw_material, self.end_of_life)


def cff(given: CffParameters) -> CffTerms:
    """The terms of one material, times its mass, without rounding."""
    mul, add, sub = EXACT.multiply, EXACT.add, EXACT.subtract
    recycling, displacing = user_shares(given.a, given.qs_out)
    recycled = add(mul(given.a, given.e_recycled), mul(mul(recycling, given.ev), given.qs_in))
    recovery_of_material = sub(
        mul(recycling, given.e_recycling_eol), mul(displacing, given.e_star_v)
    )
    heat = mul(mul(given.lhv, given.x_er_heat), given.e_se_heat)
    electricity = mul(mul(given.lhv, given.x_er_elec), given.e_se_elec)
    recovery = sub(sub(given.e_er, heat), electricity)
    rest = sub(sub(ONE, given.r2), given.r3)
    terms = (
        mul(sub(ONE, given.r1), given.ev),
        mul(given.r1, recycled),
        mul(given.r2, recovery_of_material),
        mul(mul(sub(ONE, given.b), given.r3), recovery),
        mul(rest, given.ed),
    )
    return CffTerms(*(mul(given.m, term) for term in terms))
