"""The standing of the subject's figure in a report as a page: before everything that is said about the figure."""

from collections.abc import Iterator

from ledger.audit.report.names import short_id
from ledger.documents.page import Block, Facts, Paragraph, fact
from ledger.documents.standing import law_mark, worse_mark
from ledger.documents.standing_page import life_picture, standing_facts
from ledger.translations.documents import text
from schemas.views.report import Report

LATER = "`cradle --server URL standing {}` asks the log for what came later."


def report_mark(report: Report) -> str | None:
    """The sentence above a report on a figure that is worth less than it says; None if it is not."""
    return None if report.standing is None else worse_mark(report.standing, "en")


def standing_lines(report: Report, *, is_file: bool) -> Iterator[Block]:
    """What the figure is worth as of the bundle, its life in a file, and how a later standing is asked for."""
    standing = report.standing
    if standing is None:
        return
    is_known = "law" not in (standing.unknown or ())
    law = law_mark(standing.law, "en") if is_known else text("standing.unknown", "en")
    yield Facts((*standing_facts(standing), *((fact("law", law),) if law else ())))
    if is_file and standing.life:
        yield life_picture(standing)
    yield Paragraph(LATER.format(short_id(report.subject or "")), note=True)
