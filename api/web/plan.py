"""The way down on a page: what the manufacturer's and the auditor's page share.

The price list is two fields of the address, so that a plan by prices can be kept as a link. A line is asked of its
issuer in one step: the auditor copies the words of the request, which name that issuer's own choice alone; the
manufacturer opens the form of a request to a direct supplier, whose words say nothing of the supplier's choices.
"""

from functools import partial
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.web.twins import Rows
from api.web.workspace import Visit
from api.web.workspaces import MANUFACTURER
from ledger.audit.report.names import shorten
from ledger.choices.listing import counted_words, small_words
from ledger.translations.languages import Language
from schemas.exchanged.request import Wanted
from schemas.values import Period
from schemas.views.plan import PlanLine, SettlingPlan, SupplierBand

COLUMNS: Final = ("id", "firm", "effect", "percent", "depth", "state", "within", "settled_by")
Price = Annotated[str, Query(max_length=32)]


class TypedPrices(NamedTuple):
    """The prices as they were typed; empty without one."""

    documents: str
    site_visit: str

    @property
    def asked(self) -> tuple[str | None, str | None]:
        """The arguments of the question."""
        return self.documents.strip() or None, self.site_visit.strip() or None

    @property
    def query(self) -> str:
        """The end of an address with these prices; empty without any."""
        given = {name: value for name, value in self._asdict().items() if value}
        return f"?{urlencode(given)}" if given else ""


def _typed(documents: Price = "", site_visit: Price = "") -> TypedPrices:
    return TypedPrices(documents, site_visit)


Prices = Annotated[TypedPrices, Depends(_typed)]


def plan_table(plan: SettlingPlan) -> Rows:
    """The lines of a plan as a table."""
    return COLUMNS, (_cells(row) for row in (*plan.lines, *plan.unpriced))


def _cells(row: PlanLine) -> list[object]:
    choice = row.choice
    within = " ".join(row.within)
    return [
        *(str(choice.id), row.firm, choice.effect, row.percent, row.depth, choice.state),
        *(within, row.settled_by),
    ]


def plan_values(plan: SettlingPlan, typed: TypedPrices, language: Language) -> dict[str, Any]:
    """What the template of a plan reads."""
    return {
        "plan": plan,
        "typed": typed,
        "request_of": request_of,
        "shortened": partial(shorten, names={}),
        "priced": counted_words(plan.counts, language),
        "small": "" if plan.small is None else small_words(plan.small, language),
    }


def request_of(row: PlanLine) -> str:
    """The words in which an auditor asks the issuer of a choice for what settles it."""
    kg = "" if row.choice.kg is None else f" To be explained: {row.choice.kg} kg."
    name = row.firm or row.choice.by
    wanted = f"{row.sentence} {row.choice.detail}.{kg} Please show: {row.settled_by}."
    return f"{name}: {wanted} ({row.choice.id})"


def asking_href(visit: Visit, plan: SettlingPlan, period: Period, row: SupplierBand) -> str:
    """The form of a request to a direct supplier, filled in: it says which papers, and nothing of its choices."""
    figure = (plan.calculation or "")[7:19]
    product = row.products[0] if row.products else ""
    fields = {
        "firm": row.firm,
        "product": product,
        "start": period.start,
        "last": period.last_day,
        "wants": Wanted.PAPERS.value,
        "reference": visit.say("plan.reference", figure=figure, product=product),
    }
    return f"{MANUFACTURER.root}/asked?{urlencode(fields)}"
