from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import httpx

GOLDEN = Path(__file__).parents[1] / "golden" / "openapi.json"
REFRESH = "DESK_APP_REFRESH_GOLDEN"


def test_the_contract_is_what_the_golden_file_says(gateway: Any) -> None:
    found = httpx.get(f"{gateway.url}/v1/openapi.json").json()

    if os.environ.get(REFRESH):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert found == expected, (
        f"the OpenAPI document changed; if that is meant, look at the difference after\n"
        f"    {REFRESH}=1 python -m pytest tests/central/test_openapi.py"
    )


def test_every_reference_leads_somewhere(gateway: Any) -> None:
    text = httpx.get(f"{gateway.url}/v1/openapi.json").text
    document = json.loads(text)

    names = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert document["openapi"].startswith("3.1")
    assert names <= set(document["components"]["schemas"])
    assert {"Envelope", "DossierReceived", "EventAnswers", "ErrorAnswer"} <= set(document["components"]["schemas"])


def test_every_call_of_a_desk_asks_for_its_token(gateway: Any) -> None:
    paths = httpx.get(f"{gateway.url}/v1/openapi.json").json()["paths"]

    open_calls = {
        (method, path) for path, calls in paths.items() for method, call in calls.items() if not call.get("security")
    }

    assert open_calls == {("get", "/v1/health"), ("post", "/v1/enrolments"), ("options", "/v1/uploads")}
