"""The words of an attestation as options state them: optional members, verified goods, and the check of their form."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.signed.attestation import Attestation


def of_goods(
    quantity: Sequence[str],
    made_from: str | None,
    made_until: str | None,
    accreditation: str | None,
) -> dict[str, object]:
    """The members of an attestation of goods at the carbon border; none if no quantity is named.

    Raises:
        CradleError: `attestation.quantities` if they are not whole.
    """
    more = [made_from, made_until, accreditation]
    if not quantity and more == [None, None, None]:
        return {}
    if not quantity or None in more:
        detail = "Verified goods take --quantity, --made-from, --made-until and --accreditation; state all four."
        raise CradleError("attestation.quantities", detail, "--quantity")
    return {
        "quantities": sorted(set(quantity)),
        "period": {"start": made_from, "end": made_until},
        "accreditation": accreditation,
    }


def given(**members: str | None) -> dict[str, str]:
    """The optional members that were given."""
    return {name: value for name, value in members.items() if value is not None}


def require_words(
    members: Mapping[str, object], depth: str, sample: Path | None, *, settles: bool = False
) -> None:
    """Refuse a malformed option or file before the bundle is verified, which takes longer.

    Raises:
        CradleError: as the form of an attestation, `attestation.validity`, as `require_level` unless choices are
            settled, or as `read_commitment`.
    """
    from ledger.cli.terminal.commitment_file import read_commitment
    from ledger.rules.attestation import validity_problem
    from ledger.trust.canonical import canonical
    from schemas.signed.attestation import Attestation

    if sample is not None:
        read_commitment(sample)
    subject = "delivery" if "quantities" in members else "calculation"
    unknown = dict.fromkeys((subject, "bundle", "policy", "findings"), "sha256:" + "0" * 64)
    words = Attestation.parse(
        canonical({**members, **unknown, "depth": {"default": depth, "exceptions": []}})
    )
    problem = validity_problem("attestation", words)
    if problem is not None:
        raise CradleError(problem.code, f"{problem.detail}.", "--valid-until")
    if not settles:
        require_level(words)


def require_level(attestation: "Attestation") -> None:
    """Refuse a level of assurance that no evidence supports.

    Raises:
        CradleError: `attestation.level`.
    """
    from ledger.rules.attestation import level_problem

    problem = level_problem("attestation", attestation)
    if problem is not None:
        raise CradleError(problem.code, f"{problem.detail.capitalize()}.", "--level")
