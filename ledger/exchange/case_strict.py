"""What a person who writes a case folder did not mean: a row that is there twice, and a site that nothing uses.

A published case may hold both, so `case_remarks` only names them. In a folder of one's own a repeated row doubles an
amount, and a site that no row names counts as zero; `cradle run` refuses them, with the way to say that they are meant.
"""

from ledger.exchange.case import Case
from ledger.exchange.case_remarks import added_rows, unused_sites
from ledger.exchange.case_table import in_folder
from schemas.errors import CradleError


def require_meant(case: Case) -> None:
    """Refuse a row that is there twice, and a site that the figure does not count.

    Raises:
        CradleError: `case.repeated` or `case.unused` with folder, file and row.
    """
    with in_folder(case.folder):
        for rows in added_rows(case):
            if rows.is_repeated:
                detail = (
                    f"These rows are equal: {rows.site} uses {rows.input} in the same amount. Remove one, or write"
                    " their sum; if they are two lots, name a document for each."
                )
                raise CradleError("case.repeated", detail, rows.place)
        for site in unused_sites(case):
            detail = (
                f"No row uses {site}, and the product has no such site, so it would count as zero. Use it as an input"
                " in activities.csv, or remove its rows."
            )
            raise CradleError("case.unused", detail, case.sites[site].place)
