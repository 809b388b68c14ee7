"""The label of a rulebook or factor set wherever a person is shown or offers one: name, owner, and first digits."""

from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.methods import ListedMethod


def method_label(method: ListedMethod, language: Language) -> str:
    """The id and version, who added the document, and the first eight digits of its digest."""
    return text(
        f"method.label.{method.added_by}",
        language,
        name=f"{method.id} {method.version}",
        owner=method.owner or "",
        digits=method.digest.removeprefix("sha256:")[:8],
    )
