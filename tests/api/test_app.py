"""The application as a whole."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_is_no_interactive_documentation(public: TestClient, path: str) -> None:
    """No page is served that would load scripts from elsewhere."""
    assert public.get(path).status_code == 404
