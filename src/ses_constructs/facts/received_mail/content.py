"""The parts of a message: its texts and its attachments. Whatever comes is read; nothing raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from .header_block import shown

_MOST_PARTS = 1000
_DEEPEST = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not text of the message itself.

    Args:
        filename: As its sender named it, on one line; empty when it has no name.
        content_type: Such as ``application/pdf``.
        content_id: By which HTML shows it; empty when it has none.
        data: Decoded.
    """

    filename: str
    content_type: str
    content_id: str
    data: bytes

    @property
    def safe_name(self) -> str:
        """A name for a file: letters, digits, dots and dashes; never a path."""
        plain = _UNSAFE.sub("_", self.filename.replace("\\", "/").rpartition("/")[2]).strip("._")
        return plain[-_LONGEST_NAME:] or "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageContent:
    """What is in a message.

    Args:
        text: All plain text of the message itself; ``None`` when there is none.
        html: The same for HTML.
        attachments: In their order.
        problems: What could not be read as it should; the message as it came is the only whole truth then.
    """

    text: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: bytes) -> MessageContent:
        """Reads a message of up to 1000 parts."""
        try:
            return _read(message_from_bytes(raw, policy=compat32))
        except RecursionError:
            return cls(problems=("its parts are nested too deeply",))


def _read(message: Message) -> MessageContent:
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attachments: list[Attachment] = []
    leaves, problems = _leaves(message)
    for part in leaves:
        kind, name = part.get_content_type(), _filename(part)
        data = _data(part)
        disposition = _said(part, "content-disposition").partition(";")[0].strip().lower()
        if kind in texts and not name and disposition != "attachment":
            texts[kind].append(_text(part, data))
        else:
            attachments.append(
                Attachment(
                    filename=name, content_type=kind, content_id=_said(part, "content-id").strip("<> "), data=data
                )
            )
        problems += [type(defect).__name__ for defect in part.defects]
    return MessageContent(
        text="\n".join(texts["text/plain"]) if texts["text/plain"] else None,
        html="\n".join(texts["text/html"]) if texts["text/html"] else None,
        attachments=tuple(attachments),
        problems=tuple(dict.fromkeys(problems)),
    )


def _leaves(message: Message) -> tuple[list[Message], list[str]]:
    """The parts without parts. A message inside the message is one, with all that is in it."""
    found: list[Message] = []
    left = [(message, 0)]
    while left:
        part, depth = left.pop()
        inside = part.get_payload()
        if len(found) >= _MOST_PARTS or depth > _DEEPEST:
            return found, [f"it has more than {_MOST_PARTS} parts, or they are nested too deeply"]
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            left += [(one, depth + 1) for one in reversed(inside) if isinstance(one, Message)]
        else:
            found.append(part)
    return found, []


def _data(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"".join(one.as_bytes() for one in inside if isinstance(one, Message))
    try:
        decoded = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        decoded = None
    if isinstance(decoded, bytes):
        return decoded
    return str(inside or "").encode("ascii", "surrogateescape")


def _text(part: Message, data: bytes) -> str:
    try:
        charset = str(part.get_content_charset() or "utf-8")
        return data.decode(charset, errors="replace")
    except (LookupError, ValueError, TypeError):
        return data.decode("utf-8", errors="replace")


def _filename(part: Message) -> str:
    try:
        return shown(str(part.get_filename() or ""))
    except (ValueError, LookupError, TypeError, IndexError):
        return "unreadable-name"


def _said(part: Message, name: str) -> str:
    return shown(str(part.get(name) or ""))
