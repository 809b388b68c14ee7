"""The places where points are mended: one place for each code whose point can be other than done.

A place is a page or a party's own act, and no address: the reader's pages make a link of it where the reader may act
there, and name the party otherwise. The rule that each code has a place is our own.
"""

from collections.abc import Mapping
from typing import Final

from schemas.views.readiness import Place

PLACES: Final[Mapping[str, Place]] = {
    "rulebook": "rulebook",
    "rulebook_status": "law",
    "not_covered": "rulebook",
    "company_specific": "suppliers",
    "unrated": "suppliers",
    "rating": "suppliers",
    "period": "calculation",
    "refused": "declaration",
    "entries": "calculation",
    "superseded": "newer",
    "stale": "stale",
    "unattested": "attestation",
    "attestation_refused": "calculation",
    "expired": "attestation",
    "postdated": "attestation",
    "no_assurance": "attestation",
    "limited": "attestation",
    "not_stated": "declaration",
    "undeclared": "declaration",
    "validity": "period",
    "demo": "ledger",
    "witnesses": "witnesses",
    "unverified": "verifier",
    "finding": "statement",
    "finding_of_others": "suppliers",
    "choices": "choices",
}
"""The place of each code; a point that differs from its code's usual place says so where it is made."""
