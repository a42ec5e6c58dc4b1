"""The definition of the API, played back: whatever schemathesis makes of it, nothing fails inside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.abuse.asking import Abused, must_be_a_problem

EXAMPLES = 6
"""Of each operation and mode."""
SLOW = 60
FULL = "Too many files are being built"


def operations(abused: Abused) -> Iterator[Any]:
    """Every operation that the definition names."""
    schema = schemathesis.openapi.from_url(f"{abused.url}/api")
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def can_be_wrong(operation: Any) -> bool:  # noqa: ANN401 - schemathesis' operation
    """Whether anything can be wrong of a request: it has parameters."""
    return any(True for _ in operation.iter_parameters())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_operation_of_the_definition_fails_inside(abused: Abused, mode: GenerationMode) -> None:
    asked = 0
    for operation in operations(abused):
        if mode is GenerationMode.NEGATIVE and not can_be_wrong(operation):
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:  # noqa: ANN401 - schemathesis' case
            nonlocal asked
            asked += 1
            answer = case.call(base_url=abused.url, timeout=SLOW)
            while answer.status_code == 503 and FULL in answer.text:  # files are asked for faster than they are built
                time.sleep(1)
                answer = case.call(base_url=abused.url, timeout=SLOW)
            assert answer.status_code < 500, f"{answer.status_code} {case.as_curl_command()}"
            kind = answer.headers["content-type"][0] if answer.status_code >= 400 else ""
            if kind and "html" not in kind and case.method != "HEAD":
                must_be_a_problem(kind, answer.text, answer.status_code, str(answer.request.url))

        ask()
    assert asked > 50
