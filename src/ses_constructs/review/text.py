"""Text of a template, as far as it is known before deployment: letters, references, and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .template import Resource

GAP = "*"
"""Stands for a piece whose text is not known."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a resource of the assembly will answer.

    Args:
        resource: Which resource.
        attribute: Name of the attribute. Empty: what ``Ref`` answers.
    """

    resource: Resource
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Text that only the deployment knows.

    Args:
        name: What it depends on, such as ``AWS::Region``, a parameter's name, or the intrinsic.
    """

    name: str


Piece = str | Reference | Unknown


@dataclass(frozen=True, slots=True)
class Text:
    """Text made of pieces, no two letters-only ones beside each other.

    >>> Text.of("10 inbound-smtp.", Unknown("AWS::Region"), ".amazonaws.com").shape
    '10 inbound-smtp.*.amazonaws.com'
    >>> Text.of("shop", ".example").literal
    'shop.example'
    """

    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, *pieces: Piece) -> Text:
        """Text of these pieces, neighbouring letters joined."""
        joined: list[Piece] = []
        for piece in pieces:
            last = joined[-1] if joined else None
            if isinstance(piece, str) and isinstance(last, str):
                joined[-1] = last + piece
            elif piece != "":
                joined.append(piece)
        return cls(tuple(joined))

    @property
    def literal(self) -> str | None:
        """The whole text, or None when part of it is unknown."""
        if not self.pieces:
            return ""
        return self.pieces[0] if len(self.pieces) == 1 and isinstance(self.pieces[0], str) else None

    @property
    def shape(self) -> str:
        """The text with ``*`` for every piece that is not known."""
        return "".join(piece if isinstance(piece, str) else GAP for piece in self.pieces)

    @property
    def reference(self) -> Reference | None:
        """The resource, when the text is what one resource answers and nothing else."""
        only = self.pieces[0] if len(self.pieces) == 1 else None
        return only if isinstance(only, Reference) else None

    @property
    def references(self) -> Iterator[Reference]:
        """Every resource that the text mentions."""
        return (piece for piece in self.pieces if isinstance(piece, Reference))
