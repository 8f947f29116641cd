"""The table of API operations, filled by the modules below ``api/`` themselves."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.state import PlaceState


@dataclass(frozen=True, slots=True)
class Call:
    """One API call whose parameters were checked against the model."""

    state: PlaceState
    operation: str
    parameters: Document
    source_ip: str = "127.0.0.1"
    caller: str = "local"

    def __getitem__(self, name: str) -> object:
        """A required parameter."""
        return self.parameters[name]

    def text(self, name: str) -> str:
        """A required text parameter."""
        return str(self.parameters[name])

    def optional_text(self, name: str) -> str | None:
        """A text parameter, or ``None`` when it was left out or empty."""
        return self.parameters.get(name) or None


Handler = Callable[[Call], Document | None]
_HANDLERS: dict[tuple[str, str], Handler] = {}


def operation(service: str, *names: str) -> Callable[[Handler], Handler]:
    """Registers a function as what answers operations of a service."""

    def register(handler: Handler) -> Handler:
        for name in names:
            _HANDLERS[service, name] = handler
        return handler

    return register


def find_handler(service: str, name: str) -> Handler | None:
    """What answers an operation, or ``None``."""
    _load_modules()
    return _HANDLERS.get((service, name))


@cache
def _load_modules() -> None:
    package = import_module("ses_constructs.local.ses.api")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
