"""Public names that are imported when they are first used.

For features that are also commands, such as ``python -m ses_constructs.dns``: a command starts without the CDK,
and so without Node.js.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module


def on_demand(package: str, **homes: str) -> Callable[[str], object]:
    """A module's ``__getattr__`` that finds each public name in the module of the package it is at home in.

    Args:
        package: The package, as its ``__name__`` says.
        homes: Module by public name.
    """

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return find
