"""Rules that a bundle shows for its own statements alone, because they count over all statements of a ledger.

The ledger and a monitor apply them to the whole ledger; an offline verifier to the statements in the bundle. Its report
lists each of them, with the party that vouches for the rest.
"""

from collections.abc import Mapping

LEDGER_WIDE: Mapping[str, str] = {
    "draw.above_delivery": "draws by customers outside the bundle",
    "delivery.above_output": "deliveries to customers outside the bundle",
    "entry.duplicate": "entries outside the bundle that state the same goods",
    "declaration.period": "declarations outside the bundle of the same model, site and days",
}
"""The statements outside a bundle that each rule depends on, by its code."""
