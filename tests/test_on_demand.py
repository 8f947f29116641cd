"""Public names that are imported when they are first used."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

PACKAGES = [
    "access",
    "account",
    "configuration_sets",
    "dns",
    "events",
    "identities",
    "mail_manager",
    "patterns",
    "receiving",
    "reputation",
    "smtp",
    "templates",
]

VALUES = {"configuration_sets": ["DEFAULT_EVENTS"], "patterns": ["production_access_text"]}
"""Public names that are no classes."""


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_the_package_does_not_start_node(package: str) -> None:
    code = f"import sys, ses_constructs.{package}; sys.exit('aws_cdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_found(package: str) -> None:
    module = importlib.import_module(f"ses_constructs.{package}")
    assert [name for name in module.__all__ if not isinstance(getattr(module, name), type)] == VALUES.get(
        package, []
    )


def test_another_name_is_not_there() -> None:
    module = importlib.import_module("ses_constructs.dns")
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        module.Nothing  # noqa: B018
