"""A draft of a policy from a bundle, for a reader without another source.

A bundle does not vouch for itself, so each line of the draft is marked as unconfirmed and says what to compare it
with. The log keys are in no bundle: the caller names them, or the draft lacks them and its line says where to look.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.bundle.files import ENTRIES, REGISTRY
from ledger.audit.bundle.model import Bundle
from ledger.audit.bundle.open_bundle import open_container, read_files
from ledger.audit.findings import Findings
from ledger.audit.policy_lines import LOGS
from ledger.rulebooks.catalog import (
    factor_set_ids,
    load_factor_set,
    load_rulebook,
    rulebook_ids,
)
from ledger.translations.documents import text
from ledger.translations.languages import Language
from ledger.trust.leaves import digest, model_bytes, read_model
from ledger.trust.note import Signature, parse_note
from schemas.errors import CradleError, sentence
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.participant import Participant, Profile
from schemas.signed.policy import LogKeys, Policy, UnconfirmedLine
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import SectionName


def draft_policy(data: bytes, logs: LogKeys | None = None, language: Language = "en") -> Policy:
    """Draft the policy under which a bundle could be verified, with each line unconfirmed.

    Args:
        data: the bundle.
        logs: the keys of both logs, from another source than the bundle; None if the caller has none yet.
        language: of the sentences on what to compare a line with.

    Raises:
        CradleError: the first finding on the files, or `policy.draft` if the bundle states no figure.
    """
    bundle = _read(data)
    methods = list(_methods(bundle))
    registrations = {signed.id: participant for signed, participant in bundle.of(Participant)}
    if not methods or not registrations:
        detail = "The bundle states no figure; name the bundle of a calculation, a declaration or a delivery."
        raise CradleError("policy.draft", detail, "bundle")
    listed = {
        "registrars": {row.registrar or name for name, row in registrations.items()},
        "auditors": {attestation.issuer for _, attestation in bundle.of(Attestation)},
        "rulebooks": {rulebook for rulebook, _ in methods},
        "factor_sets": {name for _, sets in methods for name in sets},
    }
    ids = {kind: tuple(sorted(names)) for kind, names in listed.items()}
    return Policy(
        origin=next(iter(registrations.values())).origin,
        logs=logs,
        quorum=0,
        registrars=ids["registrars"],
        auditors=ids["auditors"],
        rulebooks=ids["rulebooks"],
        factor_sets=ids["factor_sets"],
        oldest_registry_size=1,
        unconfirmed=tuple(_marks(bundle, logs, ids, language)),
    )


def _read(data: bytes) -> Bundle:
    findings = Findings()
    files = open_container(data, findings)
    bundle = Bundle.empty() if files is None else read_files(files, (), findings)
    for finding in findings.listed(None):
        raise CradleError(finding.code, sentence(finding.detail), finding.subject)
    return bundle


def _methods(bundle: Bundle) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rulebook and factor sets of each calculation; of a bundle without one, of each figure of a delivery."""
    calculations = [calculation for _, calculation in bundle.of(Calculation)]
    figures = [row.figure for _, row in bundle.of(Delivery) if row.figure is not None]
    for figure in calculations or figures:
        yield figure.rulebook, figure.factor_sets


def _marks(
    bundle: Bundle, logs: LogKeys | None, ids: Mapping[str, Iterable[str]], language: Language
) -> Iterator[UnconfirmedLine]:
    """A mark for each line, with a sentence on what to compare it with."""
    keys = {log: _first_digits(bundle, log) for log in ("entries", "registry")}
    lacking = ".missing" if logs is None else ""
    yield _mark(LOGS, text(f"policy.compare.logs{lacking}", language, **keys))
    for kind in ("registrars", "auditors"):
        for name in ids[kind]:
            who = _firm(bundle, name) or text("policy.compare.unnamed", language)
            yield _mark(f"{kind} {name}", text(f"policy.compare.{kind}", language, who=who))
    methods: tuple[tuple[str, type[Rulebook | FactorSet], Mapping[str, str]], ...] = (
        ("rulebooks", Rulebook, _shipped(rulebook_ids(), load_rulebook)),
        ("factor_sets", FactorSet, _shipped(factor_set_ids(), load_factor_set)),
    )
    for kind, model, shipped in methods:
        for name in ids[kind]:
            own = _own_id(bundle, name, model) or text("policy.compare.unnamed_method", language)
            case = "ships" if name in shipped else "altered" if own in shipped.values() else "other"
            words = text(f"policy.compare.{kind}.{case}", language, id=shipped.get(name, own))
            yield _mark(f"{kind} {name}", words)


def _mark(line: str, compare_with: str) -> UnconfirmedLine:
    return UnconfirmedLine(line=line, compare_with=compare_with)


def _first_digits(bundle: Bundle, log: str) -> str:
    """How the log's verifier key begins, as the checkpoint in the bundle is signed."""
    note = parse_note(bundle.notes[ENTRIES if log == "entries" else REGISTRY])
    own = next((row for row in note.signatures if row.name == note.text.partition("\n")[0]), None)
    return "-" if own is None else _begins(own)


def _begins(signature: Signature) -> str:
    return f"{signature.name}+{signature.key_id.hex()}+"


def _firm(bundle: Bundle, participant: str) -> str | None:
    """The name and country in a participant's signed profile; None if the bundle lacks it."""
    signed = bundle.statements.get(participant)
    profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
    if not isinstance(profile, Profile):
        return None
    return f"{profile.legal_name}, {profile.country}"


def _shipped(ids: Iterable[str], load: Callable[[str], Rulebook | FactorSet]) -> Mapping[str, str]:
    """The ids of the methods that come with this program, by their digests."""
    return {digest(model_bytes(load(name))): name for name in ids}


def _own_id(bundle: Bundle, name: str, model: type[Rulebook | FactorSet]) -> str | None:
    """The id by which a method in the bundle calls itself; None if the bundle lacks it."""
    try:
        return read_model(bundle.blobs[name], model, SIZE_LIMIT).id
    except (CradleError, KeyError):
        return None
