"""The rulebook and the tables of the carbon border that come with Cradle, by id.

The tables are pinned by the digest of their canonical JSON, as every document is; their `state` says which publication
they are.
"""

from functools import cache
from importlib import resources

from schemas.signed.cbam_rulebook import CbamRulebook
from schemas.signed.cbam_tables import CbamTables

RULEBOOK = "eu-cbam-2026"
TABLES = "cbam-tables-2025-first"

_FOLDER = resources.files(__package__) / "cbam"


@cache
def load_cbam_rulebook(rulebook_id: str = RULEBOOK) -> CbamRulebook:
    """Load the rulebook of that id."""
    return CbamRulebook.parse((_FOLDER / f"{rulebook_id}.json").read_bytes())


@cache
def load_cbam_tables(tables_id: str = TABLES) -> CbamTables:
    """Load the default values and benchmarks of that id."""
    return CbamTables.parse((_FOLDER / f"{tables_id}.json").read_bytes())
