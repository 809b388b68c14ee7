"""Admissions of methods: by a registrar, of a document that the ledger keeps, once at a time."""

from ledger.admission.common import require_role
from ledger.state.admission import Admitted
from ledger.state.figures import read_document
from ledger.state.methods import live_admission
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.admission import Admission
from schemas.signed.rulebook import FactorSet, Rulebook


def check_admission(view: View, admitted: Admitted, admission: Admission) -> None:
    """Refuse an admission by another than a registrar, of a document that is not kept, or a second live one.

    Raises:
        CradleError: `issuer.*`, `rulebook.unknown`, `factor_set.unknown` or `admission.duplicate`.
    """
    require_role(view, admitted)
    model = Rulebook if admission.sort == "rulebook" else FactorSet
    read_document(view, admission.method, model, admission.sort)
    duplicate = live_admission(view, admission.method)
    if duplicate is not None:
        detail = f"This method is admitted already ({duplicate}); nothing is left to do."
        raise CradleError("admission.duplicate", detail, "method")
