"""The Circular Footprint Formula, term by term, exact.

    material  = (1-R1) Ev                                        virgin            raw material
              + R1 (A Erec + (1-A) Ev Qsin/Qp)                   recycled          raw material
              + (1-A) R2 (ErecEoL - E*v Qsout/Qp)                recyclability     end of life
    energy    = (1-B) R3 (EER - LHV XERheat ESEheat - LHV XERelec ESEelec)         end of life
    disposal  = (1-R2-R3) Ed                                                       end of life

all per kg of material, times its mass. The five terms are kept separate, because each belongs to a stage, and because A
= 1 (cut-off) and A = default are then two sums over one vector of inputs. Nothing is clamped: a credit may exceed a
burden. Source: PEF method, Commission Recommendation (EU) 2021/2279, Annex I. The rulebook sets the parameters of a
material. The valuation of a recycler's entry takes its shares from `user_shares`; R1, energy recovery and disposal of
batteries are not stated in entries yet.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.errors import CradleError

ONE = Decimal(1)


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

    def __post_init__(self) -> None:
        for name in ("a", "b", "r1", "r2", "r3"):
            if not ZERO <= getattr(self, name) <= ONE:
                raise CradleError("cff.share", f"{name} must be a share from 0 to 1.", name)
        if EXACT.add(self.r2, self.r3) > ONE:
            raise CradleError("cff.rates", "R2 and R3 together exceed 1.", "r2")

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


def user_shares(a: Decimal, qs_out: Decimal) -> tuple[Decimal, Decimal]:
    """The shares of recycling, and of the production that the recyclate displaces, that end of life counts.

    (1-A) and (1-A) Qsout/Qp: the rest belongs to the user of the recyclate.
    """
    recycling = EXACT.subtract(ONE, a)
    return recycling, EXACT.multiply(recycling, qs_out)


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
