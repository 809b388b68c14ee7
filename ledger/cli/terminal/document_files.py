"""The files of a declaration in a folder: JSON, HTML, PDF, and the passport's aspect.

The names are fixed, so that programs find them. Every file is rendered before the first is written: a font that is
missing leaves no half of a set.
"""

from collections.abc import Mapping
from pathlib import Path

from ledger.cli.terminal.files import write_file
from ledger.documents.declaration.layout import NAME, lay_out, to_bytes
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.pdf import render_pdf
from ledger.exchange.battery_pass import battery_pass_of
from ledger.translations.languages import Language
from schemas.declaration_document import DeclarationDocument
from schemas.errors import CradleError

PASSPORT = "battery-pass.json"


def declaration_files(document: DeclarationDocument, language: Language) -> dict[str, bytes]:
    """The files of a declaration by name; no passport's aspect for one that names no public study.

    Raises:
        CradleError: as `render_pdf`.
    """
    page = lay_out(document, language)
    files = {
        NAME: to_bytes(document),
        "declaration.html": render_html(page).encode(),
        "declaration.pdf": render_pdf(page),
    }
    return files if document.study is None else files | {PASSPORT: battery_pass_of(document)}


def with_page(document: DeclarationDocument, page: str | None) -> DeclarationDocument:
    """A document that names its public page; unchanged without one.

    Raises:
        CradleError: `document.page`.
    """
    if page is None:
        return document
    return DeclarationDocument.parse(to_bytes(document.model_copy(update={"page": page})))


def require_folder(folder: Path) -> None:
    """Refuse a place where no folder can be made, before any work.

    Raises:
        CradleError: `file.unwritable`.
    """
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not above.is_dir():
        detail = f"{above} is a file; name a folder for the documents."
        raise CradleError("file.unwritable", detail, str(folder))


def write_files(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write files into a folder; the absolute path of each by its name.

    Raises:
        CradleError: `file.unwritable`.
    """
    require_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_file(folder / name, data)
    return {name: str((folder / name).resolve()) for name in files}
