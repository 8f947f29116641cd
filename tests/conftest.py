"""Runs before any test imports the CDK: which Node.js it uses, and that it does not validate each synth.

Finished templates are validated once, by the native engine, in ``tests/test_examples.py``.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from ses_constructs.local.node import node_binary

if TYPE_CHECKING:
    from collections.abc import Iterator

    import aws_cdk as cdk

    from ses_constructs.local.emulator import Emulator

os.environ["JSII_NODE"] = str(node_binary())
os.environ["CDK_VALIDATION"] = "false"
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
    os.environ.pop(name, None)
os.environ.setdefault("AWS_ACCESS_KEY_ID", "000000000000")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names a token without its number, which differs between the processes that run the tests side by side."""
    return re.sub(r"\.\d+\]", "]", val) if isinstance(val, str) and "${Token[" in val else None


@pytest.fixture
def app() -> cdk.App:
    import aws_cdk as cdk

    return cdk.App()


@pytest.fixture
def stack(app: cdk.App) -> cdk.Stack:
    """A stack that knows neither its account nor its region."""
    import aws_cdk as cdk

    return cdk.Stack(app, "Mail")


@pytest.fixture
def irish_stack(app: cdk.App) -> cdk.Stack:
    """A stack that knows both."""
    import aws_cdk as cdk

    return cdk.Stack(app, "Irish", env=cdk.Environment(account="111122223333", region="eu-west-1"))


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """One emulator for all tests; what is in it is whatever the tests before left there."""
    from ses_constructs.local.emulator import Emulator

    with Emulator() as running:
        yield running


@pytest.fixture
def fresh_emulator(emulator: Emulator) -> Emulator:
    """The same, emptied; ``Cdk.bootstrap()`` after it takes a tenth of a second."""
    emulator.reset()
    return emulator
