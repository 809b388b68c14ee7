"""The kinds of choices: what was chosen, by whom, and what would settle it.

Documents or a visit to the site meet the depth `documents`, a visit alone `site_visit`. Recomputing settles no choice.
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
        settled_by: what an auditor would look at.
        depth: the least depth of the auditor's examination that settles it.
    """

    code: str
    sentence: str
    chooser: Chooser
    settled_by: str
    depth: Depth = "documents"


_KINDS = (
    Kind(
        "allocation.burden_free",
        "Goods are a by-product or scrap of their maker and carry no burdens.",
        "supplier",
        "the price of the goods, and whether their maker sells them",
    ),
    Kind(
        "allocation.co_product",
        "A co-product takes a share of the burdens.",
        "supplier",
        "sales of both products over a year, and the reason for the basis",
    ),
    Kind(
        "electricity.below_mix",
        "Electricity counts less than the mix of its country.",
        "supplier",
        "meter readings, contract, cancelled certificates, and the map of the line",
    ),
    Kind(
        "electricity.carrier",
        "Energy that counts less than electricity is stated as heat, fuel, goods or of no kind.",
        "supplier",
        "the boilers, machines and meters, and the bills for fuel",
        depth="site_visit",
    ),
    Kind(
        "factor.below_zero",
        "Carbon taken up, or another value below zero, is subtracted.",
        "supplier",
        "the biomass in the goods, and the method of the dataset",
    ),
    Kind(
        "factor.cut_off",
        "A dataset counts some of its inputs as zero.",
        "supplier",
        "the inputs that the dataset leaves out, and a dataset that has them",
    ),
    Kind(
        "factor.geography",
        "A dataset of another place counts less than one of the site's country.",
        "supplier",
        "the origin of the goods, or the place of the process",
    ),
    Kind(
        "factor.lower",
        "A dataset counts less than another one of the same product.",
        "supplier",
        "the technology and origin of the goods, and the reason for the dataset",
    ),
    Kind(
        "factor.old",
        "A dataset older than the method allows counts less than a newer one.",
        "supplier",
        "the reason why the older dataset represents the process",
    ),
    Kind(
        "factor.route",
        "Bought goods that bring an element count less than the dearest route to it.",
        "supplier",
        "invoices that show the goods and their maker, and the maker's route",
    ),
    Kind(
        "factor.supplied",
        "A dataset rests on factor sets that the reader does not accept.",
        "supplier",
        "the factor sets behind the dataset, and where their values come from",
    ),
    Kind(
        "gas.origin",
        "A gas counts less because its carbon is not fossil.",
        "supplier",
        "the bills for fuel, and the biomass share of what is burnt",
    ),
    Kind(
        "history.corrected",
        "An earlier or later version of an entry has a higher figure.",
        "supplier",
        "the reason for the correction, and the records behind both versions",
    ),
    Kind(
        "history.look_alike",
        "An entry of the same goods stands under an id that looks alike and is not counted.",
        "supplier",
        "what was made under both ids, at which site",
    ),
    Kind(
        "history.redated",
        "An entry of the product was moved into the period or out of it.",
        "manufacturer",
        "dated production records",
    ),
    Kind(
        "history.withdrawn",
        "An entry of the same goods was withdrawn.",
        "supplier",
        "the reason for the withdrawal, and what was made",
    ),
    Kind(
        "loop.cut",
        "Goods of a loop were cut out, so that no row counts them.",
        "supplier",
        "the rows of the loop, its solution, and the goods received from it",
    ),
    Kind(
        "mass.element_gap",
        "An element leaves an entry that no input contains.",
        "supplier",
        "assays of goods and product, and the goods' delivery notes",
    ),
    Kind(
        "mass.gap",
        "The outputs of an entry weigh more than the inputs it states.",
        "supplier",
        "the goods received over the period, by weight, against those stated",
    ),
    Kind(
        "mass.purpose",
        "Goods with a mass count as work on other goods, so they leave the balance of mass.",
        "supplier",
        "the order, and whose goods the work was done on",
    ),
    Kind(
        "mass.unstated",
        "A mass or a composition is not stated, so nothing can be balanced.",
        "supplier",
        "the specification of the goods: kg per unit, and the elements",
    ),
    Kind(
        "physics.charge_carrier",
        "The capacity is larger than the charge carriers of the battery can store.",
        "manufacturer",
        "a test of capacity, and the composition of the cell",
    ),
    Kind(
        "physics.process_floor",
        "A process runs with less energy than it needs.",
        "supplier",
        "the furnace, its meters, and the yield of a run",
        depth="site_visit",
    ),
    Kind(
        "physics.specific_energy",
        "The battery stores more energy per kg than is common practice.",
        "manufacturer",
        "a test of capacity, and the weight of the battery",
    ),
    Kind(
        "recovery.credit",
        "Recovered material is credited in place of virgin production.",
        "recycler",
        "assays and weights of what was recovered, and the material that it replaces",
    ),
    Kind(
        "recovery.energy",
        "Energy recovered from waste is credited.",
        "recycler",
        "meters of the heat and power delivered, and the heating value of what was burnt",
    ),
    Kind(
        "recovery.feedstock",
        "Feedstock is recycled and counts less than virgin material.",
        "supplier",
        "the certificate of the feedstock, traced to the recycler",
    ),
    Kind(
        "recovery.joint_process",
        "A part of a recycler's process is left to the users of what it recovers.",
        "recycler",
        "the masses of the materials recovered",
    ),
    Kind(
        "selection.excluded",
        "An entry of the product in the period is excluded.",
        "manufacturer",
        "the reason for the exclusion, and what became of the goods",
    ),
    Kind(
        "selection.other_delivery",
        "Goods were received, and nothing draws them.",
        "supplier",
        "stock records of the goods received",
    ),
    Kind(
        "selection.period",
        "The period is shorter than a year, and leaves out an entry of the product.",
        "manufacturer",
        "the production plan, and why the period represents the year",
    ),
    Kind(
        "selection.twin_entry",
        "A supplier has dearer goods of the same kind near that time in another entry.",
        "supplier",
        "production and dispatch records of the supplier",
    ),
    Kind(
        "site.country",
        "A site states another country than its firm's registration confirms, with a cleaner mix.",
        "supplier",
        "the lease or title of the site, and its address on bills",
    ),
    Kind(
        "supplier.dataset",
        "A dataset values goods that a supplier delivers with a figure of its own.",
        "supplier",
        "invoices that show from whom the goods were bought",
    ),
    Kind(
        "supplier.external",
        "A file of another exchange gives the figure of goods.",
        "supplier",
        "the file, its verification, and the rows behind it",
    ),
    Kind(
        "supplier.processing",
        "Goods are stated as work on goods that are counted elsewhere.",
        "supplier",
        "invoices that show what was bought",
    ),
    Kind(
        "time.old",
        "Data are older than the rulebook accepts.",
        "supplier",
        "newer data, or a reason why nothing has changed",
    ),
    Kind(
        "time.sample",
        "A small sample stands for an amount or a period many times as large.",
        "supplier",
        "the figure of regular production",
    ),
    Kind(
        "transport.leg",
        "Goods have no transport, or less than their distance needs.",
        "supplier",
        "consignment notes: weight, places and mode",
    ),
    Kind(
        "unit.batteries",
        "The number of batteries is stated beside a mass, and nothing else counts them.",
        "manufacturer",
        "the serial numbers of the batteries made",
    ),
    Kind(
        "unit.capacity",
        "The usable capacity is asserted.",
        "manufacturer",
        "the report of a capacity test",
    ),
    Kind(
        "unit.category",
        "The vehicle category is asserted, and another one has fewer cycles a year.",
        "manufacturer",
        "the type approval of the vehicle",
    ),
    Kind(
        "unit.cycle_life",
        "The declared cycle life is longer than the least of such batteries.",
        "manufacturer",
        "the report of a cycle test of this model",
    ),
    Kind(
        "unit.service_life",
        "The service life is longer than the rulebook's default.",
        "manufacturer",
        "the warranty given to customers, or the report of a cycle test",
    ),
)

KINDS = {kind.code: kind for kind in _KINDS}
"""All kinds, by code."""
