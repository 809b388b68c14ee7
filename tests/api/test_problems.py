"""Every error is returned as a problem document, without a stack trace."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problems import MEDIA_TYPE, add_problem_handlers
from schemas.errors import CradleError


@pytest.fixture
def http() -> TestClient:
    """A client of a small application that fails in every way."""
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/refused")
    def refused() -> None:
        raise CradleError("delivery.above_output", "Too much.", "inputs[3].amount")

    @app.get("/broken")
    def broken() -> None:
        message = "a secret of the server"
        raise RuntimeError(message)

    @app.get("/numbered")
    def numbered(number: int) -> int:
        return number

    @app.get("/twice")
    def read() -> None:
        return None

    @app.post("/twice")
    def write(body: dict[str, int]) -> dict[str, int]:
        return body

    return TestClient(app, raise_server_exceptions=False)


def test_a_refusal_keeps_code_sentence_and_place(http: TestClient) -> None:
    """A refusal of the ledger is 422 with code, sentence and place."""
    answer = http.get("/refused")
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.status_code == 422
    body = answer.json()
    assert isinstance(body.pop("title"), str)
    assert body == {
        "type": "about:blank",
        "status": 422,
        "code": "delivery.above_output",
        "detail": "Too much.",
        "place": "inputs[3].amount",
    }


def test_an_unforeseen_error_hides_its_cause(http: TestClient) -> None:
    """A fault of the server is 500 without the exception's text."""
    answer = http.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "http.internal")
    assert "secret" not in answer.text
    assert "place" not in answer.json()


def test_a_malformed_request_names_the_parameter(http: TestClient) -> None:
    """A refusal of the framework has the same form."""
    answer = http.get("/numbered?number=x")
    assert (answer.status_code, answer.json()["code"]) == (422, "http.malformed")
    assert answer.json()["place"] == "query.number"


def test_a_path_that_is_not_there_is_a_problem(http: TestClient) -> None:
    """An unknown path is 404 and refers to /docs; a wrong method is 405 and names the right ones."""
    absent = http.get("/nowhere")
    assert (absent.status_code, absent.json()["code"]) == (404, "http.not_found")
    assert absent.json()["detail"] == "GET /nowhere does not exist; /docs lists the operations."
    wrong = http.post("/refused")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "http.method_not_allowed")
    assert wrong.headers["allow"] == "GET"
    assert wrong.json()["detail"] == "POST /refused does not exist; this path has GET."


def test_a_wrong_method_lists_those_of_the_path(http: TestClient) -> None:
    """`Allow` names the methods of all routes with that path."""
    answer = http.patch("/twice")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_body_that_is_no_json_cannot_be_read(http: TestClient) -> None:
    """Text that is not JSON is 400, and JSON that breaks the model 422."""
    headers = {"Content-Type": "application/json"}
    broken = http.post("/twice", content=b"{", headers=headers)
    assert (broken.status_code, broken.json()["code"]) == (400, "http.json")
    assert http.post("/twice", content=b'{"a":"x"}', headers=headers).status_code == 422
