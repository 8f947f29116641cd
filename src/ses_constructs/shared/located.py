"""Fills the construct path into errors that checks without a construct have raised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ses_constructs.errors import SesConstructsError

if TYPE_CHECKING:
    from constructs import IConstruct


@contextmanager
def located(scope: IConstruct, id: str | None = None) -> Iterator[None]:
    """Errors of this package raised inside carry the path of ``scope``, or of its child ``id``."""
    try:
        yield
    except SesConstructsError as error:
        if error.at is None:
            error.at = "/".join(part for part in (scope.node.path, id) if part)
        raise
