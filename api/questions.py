"""The routes of declared questions: parameters, texts and answers are those of `ledger.desk.question`."""

from collections.abc import Callable, Iterator
from functools import cache
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Final, get_args, get_origin

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.routing import APIRoute

from api.addresses import base_url
from api.authentication import Caller
from api.context import AppContext, Context
from api.openapi import binary
from api.pages import link_next
from api.paths import PREFIX, DigestPath, Id
from api.problems import PROBLEMS
from api.submissions import Body
from ledger.desk.declared import declared_questions
from ledger.desk.question import Declaration, Doc, Question
from ledger.service.access.permissions import scope_of
from ledger.service.access.principal import Principal
from schemas.views.file import File

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {}}}
}

_SERVED: Final[dict[str, Any]] = {
    "caller": Caller,
    "context": Context,
    "http_request": Request,
    "http_response": Response,
}
"""What every handler is given beside the parameters of its question."""


def questions_router() -> APIRouter:
    """The routes of all declared questions, in the order of their modules and lines."""
    router = APIRouter(prefix=PREFIX, responses=PROBLEMS)
    for question in declared_questions():
        if question.said.is_routed:
            add_question(router, question)
    return router


def add_question(router: APIRouter, question: Question[..., Any]) -> None:
    """Add the route of a question to a router of `/v1`."""
    said, documented = question.said, len(router.routes)
    router.add_api_route(
        said.path,
        _endpoint(question),
        methods=[said.method],
        summary=said.summary,
        description=question.text,
        operation_id=said.operation or question.name,
        response_description=said.told,
        response_model_exclude_none=True,
        status_code=said.status,
        tags=[said.tag],
        openapi_extra=None if said.body is None or said.is_described else _BODY,
        **_file(said),
    )
    (route,) = router.routes[documented:]
    if said.is_described and isinstance(route, APIRoute):
        route.body_field = _with_body(question).body_field


def _file(said: Declaration) -> dict[str, Any]:
    """The documentation of an answer that is a file."""
    if not said.media:
        return {}
    return {"response_class": Response, "responses": binary(said.media, said.told)}


def _with_body(question: Question[..., Any]) -> APIRoute:
    """A route whose body the documentation shows; the handler reads the bytes, by the rules of every other reader."""

    def read(request: object) -> None:
        """Take the body as the framework would."""

    read.__annotations__["request"] = (
        _stated(question).parameters[question.said.body or ""].annotation
    )
    return APIRoute("/", read, methods=[question.said.method])


@cache
def _stated(question: Question[..., Any]) -> Signature:
    """The signature of a question's function, its types evaluated."""
    return signature(question.function, eval_str=True)


def _endpoint(question: Question[..., Any]) -> Callable[..., object]:
    """The handler of a question, with the signature that the framework reads."""
    function_signature, body = _stated(question), question.said.body
    model = None if body is None else function_signature.parameters[body].annotation

    def handle(
        caller: Principal,
        context: AppContext,
        http_request: Request,
        http_response: Response,
        **arguments: Any,  # noqa: ANN401 - of any question
    ) -> object:
        # Before the body is read: a refused caller learns nothing of it.
        scope_of(caller, question.said.may)
        if body is not None and model is not None and model is not bytes:
            arguments[body] = model.parse(arguments[body])
        desk = context.desk(caller, lambda: base_url(http_request, context.configuration))
        answer = desk.answer(question, arguments)
        if isinstance(answer, File):
            named = {"Content-Disposition": f'attachment; filename="{answer.name}"'}
            headers = named if answer.name else None
            return Response(answer.content, media_type=question.said.media, headers=headers)
        if question.said.is_linked and answer.next is not None:
            link_next(http_request, http_response, answer.next)
        return answer

    parameters = list(_parameters(question, function_signature))
    for name, kind in _SERVED.items():
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind))
    answer_type = Response if question.said.media else function_signature.return_annotation
    handle.__signature__ = Signature(parameters, return_annotation=answer_type)  # type: ignore[attr-defined]
    handle.__name__ = question.name
    return handle


def _parameters(question: Question[..., Any], function_signature: Signature) -> Iterator[Parameter]:
    """The parameters of the request."""
    path = question.said.path
    for name, parameter in list(function_signature.parameters.items())[1:]:
        if f"{{{name}:id}}" in path:
            kind: Any = DigestPath if name == "document" else Id
        elif f"{{{name}}}" in path:
            kind = _described(parameter.annotation, Path)
        elif name == question.said.body:
            kind = Body
        else:
            kind = _described(parameter.annotation, Query)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=parameter.default, annotation=kind)


def _described(annotation: Any, place: Callable[..., Any]) -> Any:  # noqa: ANN401 - a type
    """A parameter's type with what is said of it, as the framework reads it."""
    kind, *said = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    text = next((note.text for note in said if isinstance(note, Doc)), None)
    kept = [note for note in said if not isinstance(note, Doc)]
    return Annotated[(kind, *kept, place(description=text))]
