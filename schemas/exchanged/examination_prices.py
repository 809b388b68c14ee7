"""An auditor's price list: the price of the examination of one choice, by its depth. A file that its reader writes."""

from schemas.base import Model
from schemas.values import Amount, Currency


class ExaminationPrices(Model):
    """The price of reading the documents behind a choice, and of a visit to its site. Both are stated."""

    currency: Currency = "EUR"
    documents: Amount
    site_visit: Amount
