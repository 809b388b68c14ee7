"""Rules that a bundle shows for its own statements alone, because they count over all statements of a ledger.

The ledger judges them over everything that it holds, and so does a monitor; an offline verifier over the statements in
the bundle. Its report lists each of them with who vouches for the rest.
"""

from collections.abc import Mapping

OUTSIDE: Mapping[str, str] = {
    "draw.above_delivery": "draws by customers outside the bundle",
    "delivery.above_output": "deliveries to customers outside the bundle",
    "entry.duplicate": "entries outside the bundle that state the same goods",
}
"""The rule's code, and what of it no bundle shows."""
