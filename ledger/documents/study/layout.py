"""The page of a study: one order of sections for all languages and formats.

The page depends on the document alone, so a study that was fetched from a server is laid out by the same code. The mark
follows from the rulebook that the study names and never from a choice of the caller.
"""

from collections.abc import Iterator

from ledger.documents.page import Attachment, Block, Page, to_bytes
from ledger.documents.standing import keyword_of, mark_of
from ledger.documents.standing_page import standing_blocks
from ledger.documents.study.sections.data import (
    write_allocation,
    write_data,
    write_electricity,
    write_quality,
)
from ledger.documents.study.sections.head import write_head
from ledger.documents.study.sections.judgement import (
    write_choices,
    write_gaps,
    write_limits,
    write_verification,
)
from ledger.documents.study.sections.method import write_gases, write_method
from ledger.documents.study.sections.results import write_plausibility, write_results
from ledger.documents.study.sections.system import write_goal, write_system
from ledger.documents.study.sections.treatment import write_treatment
from ledger.documents.study.writing import StudyWriter
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.study import Study

SECTIONS = (
    write_head,
    write_plausibility,
    write_goal,
    write_system,
    write_results,
    write_data,
    write_electricity,
    write_allocation,
    write_treatment,
    write_quality,
    write_choices,
    write_limits,
    write_verification,
    write_method,
    write_gases,
    write_gaps,
)
"""The sections, in reading order."""


def layout_study(study: Study, language: Language) -> Page:
    """Lay a study out as a page, with the study as data attached."""
    write = StudyWriter(study, language)
    standing = study.standing
    system = study.system
    footer = "page.footer" if write.declared_unit is None else "page.footer.product"
    return Page(
        title=write.text("title", model=system.name or study.model),
        subtitle=write.text(
            f"subtitle.{study.scope}",
            firm=study.goal.commissioner,
            site=system.site,
            country=system.country,
            period=write.period(system.period),
        ),
        mark=mark_of(standing, language),
        author=study.goal.commissioner,
        day=system.period.last_day,
        language=language,
        keywords=(keyword_of(standing.law, language),),
        blocks=tuple(_blocks(write)),
        footer=text(footer, language, calculation=study.calculation),
        attachments=(Attachment("study.json", to_bytes(study), write.text("attachment")),),
    )


def _blocks(write: StudyWriter) -> Iterator[Block]:
    yield from standing_blocks(write.study.standing, write.language, address=write.study.page)
    for section in SECTIONS:
        yield from section(write)
