"""The kinds of choices: what was chosen, by whom, and what would settle it.

A depth of `documents` is met by an examination of documents or a visit to the site, one of `site_visit` by a visit
alone. Recomputing settles no choice: it repeats the arithmetic on the same words.
"""

from typing import Literal, NamedTuple

Chooser = Literal["supplier", "manufacturer", "recycler"]
Depth = Literal["documents", "site_visit"]


class Kind(NamedTuple):
    """A kind of choice.

    Attributes:
        code: as the rulebook and the report name it.
        sentence: the choice.
        chooser: the role of the one who makes it.
        depth: the least depth of an auditor's examination that settles it.
        settled_by: what the auditor would look at.
    """

    code: str
    sentence: str
    chooser: Chooser
    depth: Depth
    settled_by: str


_KINDS = (
    Kind(
        "allocation.burden_free",
        "Goods are a by-product or scrap of their maker and carry no burdens.",
        "supplier",
        "documents",
        "the price of the goods, and whether their maker sells them",
    ),
    Kind(
        "allocation.co_product",
        "A co-product takes a share of the burdens.",
        "supplier",
        "documents",
        "sales of both products over a year, and the reason for the basis",
    ),
    Kind(
        "history.corrected",
        "An earlier version of an entry has a higher figure.",
        "supplier",
        "documents",
        "the reason for the correction, and the records behind both versions",
    ),
    Kind(
        "history.look_alike",
        "An entry of the same goods stands under an id that looks alike and is not counted.",
        "supplier",
        "documents",
        "what was made under both ids, at which site",
    ),
    Kind(
        "history.redated",
        "An entry of the product was moved into the period or out of it.",
        "manufacturer",
        "documents",
        "dated production records",
    ),
    Kind(
        "history.withdrawn",
        "An entry of the same goods was withdrawn.",
        "supplier",
        "documents",
        "the reason for the withdrawal, and what was made",
    ),
    Kind(
        "recovery.credit",
        "Recovered material is credited in place of virgin production.",
        "recycler",
        "documents",
        "assays and weights of what was recovered, and the material that it replaces",
    ),
    Kind(
        "recovery.energy",
        "Energy recovered from waste is credited.",
        "recycler",
        "documents",
        "meters of the heat and power delivered, and the heating value of what was burnt",
    ),
    Kind(
        "recovery.feedstock",
        "Feedstock is recycled and counts less than virgin material.",
        "supplier",
        "documents",
        "the certificate of the feedstock, traced to the recycler",
    ),
    Kind(
        "recovery.joint_process",
        "A part of a recycler's process is left to the users of what it recovers.",
        "recycler",
        "documents",
        "the masses of the materials recovered",
    ),
    Kind(
        "selection.other_delivery",
        "Goods of one product and time were received, and others are drawn.",
        "supplier",
        "documents",
        "stock records of the goods received",
    ),
    Kind(
        "selection.twin_entry",
        "A supplier made the goods of one product and time in several entries, and delivered from one.",
        "supplier",
        "documents",
        "production and dispatch records of the supplier",
    ),
    Kind(
        "supplier.dataset",
        "A dataset values goods that a supplier delivers with a figure of its own.",
        "supplier",
        "documents",
        "invoices that show from whom the goods were bought",
    ),
    Kind(
        "supplier.external",
        "A file of another exchange gives the figure of goods.",
        "supplier",
        "documents",
        "the file, its verification, and the rows behind it",
    ),
    Kind(
        "supplier.processing",
        "Goods are called work on goods that are counted elsewhere.",
        "supplier",
        "documents",
        "invoices that show what was bought",
    ),
    Kind(
        "time.old",
        "Data are older than the rulebook accepts.",
        "supplier",
        "documents",
        "newer data, or a reason why nothing has changed",
    ),
    Kind(
        "time.sample",
        "A small sample stands for an amount or a period many times as large.",
        "supplier",
        "documents",
        "the figure of regular production",
    ),
)

KINDS = {kind.code: kind for kind in _KINDS}
"""All kinds, by code."""
