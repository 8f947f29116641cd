"""What SMTP servers ask: the active receipt rule set, or one ingress point."""

from __future__ import annotations

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.receiving import LARGEST
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place


class ReceiptMailbox:
    """``inbound-smtp.<region>.amazonaws.com``: encryption is offered, and asked for by single rules."""

    requires_tls = False
    requires_login = False
    size_limit = LARGEST

    def __init__(self, ses: Ses, place: Place) -> None:
        self._ses = ses
        self._place = place

    def log_in(self, username: str, password: str) -> bool:  # noqa: ARG002 - nobody logs in here
        return False

    def refusal_of(self, recipient: str, connection: Connection) -> str | None:
        return self._ses.refusal_of(self._place, recipient, connection)

    def take(self, connection: Connection, source: str, recipients: list[str], message: bytes) -> str:
        return self._ses.receive(
            self._place, source=source, recipients=recipients, message=message, connection=connection
        ).reply


class IngressMailbox:
    """An ingress point. :raises KeyError: when there is none with this id"""

    def __init__(self, ses: Ses, place: Place, ingress_point_id: str) -> None:
        self._ingress = ses.ingress
        self._place = place
        self._id = ingress_point_id
        self.settings = ses.ingress.settings(place, ingress_point_id)
        self.requires_tls = self.settings.requires_tls
        self.requires_login = self.settings.requires_login
        self.size_limit = self.settings.size_limit

    def log_in(self, username: str, password: str) -> bool:
        return self._ingress.log_in(self._place, self._id, username, password)

    def refusal_of(self, recipient: str, connection: Connection) -> str | None:
        return self._ingress.refusal_of(self._place, self._id, recipient, connection)

    def take(self, connection: Connection, source: str, recipients: list[str], message: bytes) -> str:
        return self._ingress.take(
            self._place, self._id, connection, source=source, recipients=recipients, message=message
        ).reply
