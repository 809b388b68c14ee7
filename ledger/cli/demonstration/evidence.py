"""The documents behind rows of the demo: the site keeps the file, and its signed row has the file's digest.

A reader who opens a number down to a row finds there the meter or document, and compares the file with the digest.
"""

from collections.abc import Iterator

from ledger.cli.demonstration.chain import Chain
from ledger.cli.terminal.display import console
from ledger.exchange.case_plan import Flow
from ledger.footprint.quality.own_data import NOT_STATED
from ledger.trust.leaves import digest


def evidence_as_json(chain: Chain) -> dict[str, object]:
    """The evidence for a program; nothing if no row names a document."""
    rows = [
        {
            "site": site,
            "input": flow.input,
            "known": NOT_STATED if flow.known is None else flow.known.value,
            "document": flow.document,
            "evidence": digest(chain.plan.case.documents[name]),
            "file": str((chain.documents_of(site) / name).resolve()),
        }
        for site, flow, name in _documented(chain)
    ]
    return {"evidence": rows} if rows else {}


def print_evidence(chain: Chain) -> None:
    """Print where the documents are."""
    rows = list(_documented(chain))
    if rows:
        site, flow, name = rows[0]
        sites = len({site for site, _, _ in rows})
        place = chain.documents_of(site) / name
        line = f"{len(rows)} rows of {sites} sites; {flow.document}: {place}"
        console.print(f"{'evidence':<14} {line}", markup=False)


def _documented(chain: Chain) -> Iterator[tuple[str, Flow, str]]:
    """The flows of each site that name a file as evidence."""
    for site in chain.plan.order:
        for flow in chain.plan.flows[site]:
            if flow.evidence is not None:
                yield site, flow, flow.evidence
