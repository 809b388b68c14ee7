"""Studies as files for logins: each is made once for all who may read the same, and each reader is in the journal.

A caller's rights are looked up at each request, before it shares anything.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool

from api.context import AppContext
from api.declaration_address import with_address
from ledger.documents.page import to_bytes
from ledger.documents.rendering.formats import Format
from ledger.documents.study.layout import layout_study
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.access.reports import ReadableStudy, readable_study, state_readable
from ledger.translations.languages import Language
from schemas.views.study import StudyScope


@dataclass(frozen=True, slots=True)
class _StudyFile:
    """The bytes of a study, and the lines of the journal for each of its readers."""

    content: bytes
    lines: tuple[AccessRecord, ...]

    def __len__(self) -> int:
        return len(self.content)


async def read_study(
    context: AppContext,
    caller: Principal,
    calculation: str,
    scope: StudyScope,
    form: Format,
    language: Language,
) -> bytes:
    """The study of a calculation in a scope, as far as the caller may see it.

    Raises:
        CradleError: `document.*`, or as `readable_study`, `state_readable` and `note`.
    """
    ledger = context.ledger
    readable = await run_in_threadpool(readable_study, ledger, caller, calculation, scope)

    def make() -> _StudyFile:
        bare_study, lines = state_readable(ledger, readable)
        study = with_address(bare_study, context.configuration)
        page = layout_study(study, language)
        return _StudyFile(context.typesetter.render(form, to_bytes(study), page), lines)

    file = await context.studies.get(_key(readable, form, language), make)
    await run_in_threadpool(note, ledger.store, caller, context.now(), file.lines)
    return file.content


def _key(readable: ReadableStudy, form: Format, language: Language) -> Hashable:
    """All that the bytes depend on; the reader's rights among it."""
    return readable, form, language
