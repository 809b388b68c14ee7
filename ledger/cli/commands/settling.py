"""The choices that `cradle attest` settles, from its options and its file; documents may be named as files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.choices.settling import Settlement
    from ledger.state.drafting import SealedSections
    from schemas.views.report import Report


def settlements(options: Sequence[str], file: Path | None) -> "tuple[Settlement, ...]":
    """The rows of the options and of the file.

    Raises:
        CradleError: `settle.option`, `settle.file`, or `file.unreadable`.
    """
    from ledger.choices.settling import read_settlements
    from ledger.cli.terminal.files import read_file

    rows = () if file is None else read_settlements(read_file(file))
    return (*_of_options(options), *rows)


def _of_options(options: Sequence[str]) -> "Iterator[Settlement]":
    from pydantic import ValidationError

    from ledger.choices.settling import Settlement

    for option in options:
        choice, _, words = option.rpartition("=")
        depth, *documents = words.split(",")
        members = {"choice": choice, "depth": depth, "evidence": documents}
        try:
            yield Settlement.model_validate(members, strict=False)
        except ValidationError:
            detail = "Write a choice of the report, then =documents or =site_visit, and documents after commas."
            raise CradleError("settle.option", detail, f"--settle {option}") from None


def sealed_choices(
    report: "Report", listed: "Sequence[Settlement]", file: Path | None, auditor: str
) -> "SealedSections":
    """The section of an auditor's attestation with the settled choices of a report; none without a list.

    Raises:
        CradleError: as `settled_choices`, and `file.unreadable` for a document.
    """
    from ledger.choices.settling import is_digest, settled_choices
    from ledger.cli.keys.identity import fresh
    from ledger.cli.terminal.files import read_file
    from ledger.state.drafting import seal
    from ledger.trust.leaves import digest
    from schemas.signed.settled import Settled
    from schemas.signed.statement import Kind, SectionName

    folder = Path() if file is None else file.parent

    def digest_of(name: str) -> str:
        if is_digest(name):
            return name
        return digest(read_file(Path(name) if Path(name).exists() else folder / name))

    rows = settled_choices(report.choices or (), listed, digest_of)
    sections = {SectionName.SETTLED: Settled(choices=rows)} if rows else {}
    return seal(Kind.ATTESTATION, auditor, sections, fresh)
