"""The Circular Footprint Formula, and the shares of the user of a recyclate in it.

    material  = (1-R1) Ev                                        virgin            raw material
              + R1 (A Erec + (1-A) Ev Qsin/Qp)                   recycled          raw material
              + (1-A) R2 (ErecEoL - E*v Qsout/Qp)                recyclability     end of life
    energy    = (1-B) R3 (EER - LHV XERheat ESEheat - LHV XERelec ESEelec)         end of life
    disposal  = (1-R2-R3) Ed                                                       end of life

all per kg of material, times its mass. The five terms are kept separate, because each belongs to a stage, and because A
= 1 (cut-off) and A = default are then two sums over one vector of inputs. Nothing is clamped: a credit may exceed a
burden. Source: PEF method, Commission Recommendation (EU) 2021/2279, Annex I. The rulebook sets the parameters of a
material. `recycling` and `recycled_content` value the rows of an entry by these terms; R1, energy recovery and disposal
of batteries are not stated in entries yet.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXACT, ONE


def user_shares(a: Decimal, qs_out: Decimal) -> tuple[Decimal, Decimal]:
    """The shares of recycling, and of the production that the recyclate displaces, that end of life counts.

    (1-A) and (1-A) Qsout/Qp: the rest belongs to the user of the recyclate.
    """
    recycling = EXACT.subtract(ONE, a)
    return recycling, EXACT.multiply(recycling, qs_out)
