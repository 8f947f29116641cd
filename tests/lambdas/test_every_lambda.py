"""What holds for all code that runs inside AWS."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import botocore.session
import pytest

LAMBDAS = Path(__file__).parent.parent.parent / "src" / "ses_constructs" / "lambdas"
CLIENTS = {"ses": "ses", "sesv2": "sesv2", "sns": "sns", "cloudformation": "cloudformation"}
OLD_ENOUGH = {
    "cloudformation": {"DescribeStacks"},
    "ses": {
        "CreateReceiptRule",
        "CreateReceiptRuleSet",
        "DeleteReceiptRule",
        "DeleteReceiptRuleSet",
        "DescribeActiveReceiptRuleSet",
        "DescribeReceiptRuleSet",
        "SetActiveReceiptRuleSet",
    },
    "sesv2": {
        "GetAccount",
        "GetConfigurationSet",
        "PutAccountSendingAttributes",
        "PutConfigurationSetSendingOptions",
    },
    "sns": {"Publish"},
}
"""Operations that every runtime's boto3 has: all are of the services' API versions of 2010 to 2019."""
API_VERSIONS = {"cloudformation": "2010-05-15", "ses": "2010-12-01", "sesv2": "2019-09-27", "sns": "2010-03-31"}


def operations() -> dict[str, set[str]]:
    """Operation names of the services above, by the name of their boto3 method."""
    session = botocore.session.get_session()
    known: dict[str, set[str]] = {}
    for service in CLIENTS:
        for name in session.get_service_model(service).operation_names:
            method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
            known.setdefault(method, set()).add(name)
    return known


@pytest.mark.parametrize("handler", sorted(LAMBDAS.rglob("*.py")), ids=lambda path: str(path.relative_to(LAMBDAS)))
def test_only_operations_that_every_runtime_has_are_called(handler: Path) -> None:
    known = operations()
    allowed = set().union(*OLD_ENOUGH.values())
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(handler.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    new = {method for method in called if method in known and not known[method] & allowed}
    assert not new, f"{new}: not on the list of operations that are old enough"


@pytest.mark.parametrize("service", CLIENTS)
def test_the_listed_operations_exist_in_the_api_version_named(service: str) -> None:
    model = botocore.session.get_session().get_service_model(service, API_VERSIONS[service])
    assert OLD_ENOUGH[service] <= set(model.operation_names)


def test_something_is_called_at_all() -> None:
    text = "".join(path.read_text() for path in LAMBDAS.rglob("*.py"))
    assert all(f'"{service}"' in text for service in ("ses", "sesv2", "sns"))
