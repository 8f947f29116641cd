"""Mail from the internet, as tests deliver it: by an SMTP server that is opened for them, or in one call."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ses_constructs.local.inbound_smtp.listeners import Listeners
from ses_constructs.local.ses.connection import ENCRYPTED, IN_THE_CLEAR, Connection
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place


class Inbound:
    """The doors beside the APIs of AWS."""

    def __init__(self, ses: Ses) -> None:
        self._ses = ses
        self._listeners: Listeners | None = None

    def open(self, certificate: Path, key: Path) -> None:
        """Lets SMTP servers be opened with this certificate."""
        self._listeners = Listeners(self._ses, certificate, key)

    def reset(self) -> None:
        """Closes every SMTP server."""
        if self._listeners is not None:
            self._listeners.close()

    def answer(self, place: Place, act: str, asked: Mapping[str, Any]) -> dict[str, object] | None:
        """What an act comes to; ``None`` for acts that are none of these.

        Raises:
            KeyError: when there is no such ingress point.
            ValueError: when its trust store holds no certificate.
        """
        match act:
            case "receive":
                return asdict(self._ses.receive(place, connection=_connection(asked), **_mail(asked)))
            case "enter":
                point = asked["ingress_point_id"]
                return asdict(self._ses.ingress.take(place, point, _connection(asked), **_mail(asked)))
            case "processed":
                found = self._ses.ingress.processed(place, asked["ingress_point_id"])
                return {"processed": [asdict(result) for result in found]}
            case "handed-over":
                return {"handed_over": [_handed_over(each) for each in map(asdict, self._ses.handed_over(place))]}
            case "inbound-port":
                return {"port": self._opened().receipt_port(place)}
            case "ingress-port":
                return {"port": self._opened().ingress_port(place, asked["ingress_point_id"])}
        return None

    def _opened(self) -> Listeners:
        assert self._listeners is not None, "the server opens it before it answers"
        return self._listeners


def _mail(asked: Mapping[str, Any]) -> Any:
    message = base64.b64decode(asked["message"])
    return {"source": asked["source"], "recipients": asked["recipients"], "message": message}


def _connection(asked: Mapping[str, Any]) -> Connection:
    tls = ENCRYPTED if asked["tls"] else IN_THE_CLEAR
    return replace(tls, source_ip=asked["source_ip"], helo=asked["helo"])


def _handed_over(entry: dict[str, Any]) -> dict[str, object]:
    message = base64.b64encode(entry["message"]).decode()
    return {**entry, "timestamp": entry["timestamp"].isoformat(), "message": message}
