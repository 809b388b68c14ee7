"""The importer's view of goods at the carbon border: certificates and EUR, actual beside default.

It is a calculation and no statement: nobody signs it. `worth_of_proof_eur` is what the default costs more, below zero
where the default of a country is lower than its actual emissions.
"""

from schemas.base import Model
from schemas.signed.cbam_good import CnCode
from schemas.values import Amount, Date, Figure, StatementId, Text


class ImportedGood(Model):
    """One good: net mass in tonnes, certificates (t CO2e) and their cost."""

    cn: CnCode
    entry: StatementId
    tonnes: Amount
    certificates: Figure
    eur: Figure
    certificates_by_default: Figure | None = None
    eur_by_default: Figure | None = None
    worth_of_proof_eur: Figure | None = None
    covered_by_price_paid: Figure


class CbamImport(Model):
    """The goods of an import, the price of a certificate with its day, and every assumption."""

    certificate_eur: Amount
    certificate_day: Date
    goods: tuple[ImportedGood, ...]
    assumptions: tuple[Text, ...]
