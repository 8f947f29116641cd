"""What happens around an emulator and has no API in AWS: mail from the internet, the click on a link."""

from __future__ import annotations

import json
from abc import abstractmethod
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.local.clients import Clients

if TYPE_CHECKING:
    import boto3

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where an SMTP server listens."""

    host: str
    port: int


class Outside(Clients):
    """The part of the emulator that plays the world around AWS."""

    def inbound_smtp(self, *, region: str | None = None) -> SmtpAddress:
        """Where other mail servers deliver to the receipt rules of a region; STARTTLS is offered.

        ``XCLIENT ADDR=192.0.2.1 HELO=mx.example.net`` (then EHLO again) makes a connection come from elsewhere.

        Args:
            region: Left out: the emulator's.
        """
        return SmtpAddress(_LOOPBACK, int(str(self._internal("inbound-port", {}, region=region)["port"])))

    def ingress_smtp(self, ingress_point_id: str, *, region: str | None = None) -> SmtpAddress:
        """Where other mail servers deliver to an ingress point of Mail Manager.

        Ask again after the ingress point or its traffic policy was changed. The user name of an authenticated one
        is its id.

        Args:
            ingress_point_id: Which.
            region: Left out: the emulator's.

        Raises:
            EmulatorError: when there is no such ingress point.
        """
        asked: dict[str, object] = {"ingress_point_id": ingress_point_id}
        return SmtpAddress(_LOOPBACK, int(str(self._internal("ingress-port", asked, region=region)["port"])))

    def receive(
        self,
        *,
        source: str,
        recipients: list[str],
        message: bytes,
        tls: bool = True,
        source_ip: str = _LOOPBACK,
        helo: str = "localhost",
        region: str | None = None,
    ) -> dict[str, object]:
        """Delivers a message from the internet to the receipt rules and says what became of it.

        Args:
            source: The envelope's sender.
            recipients: The envelope's recipients.
            message: The mail with its header.
            tls: Whether the connection was encrypted.
            source_ip: Whose connection it was. Left out: ``127.0.0.1``.
            helo: How the other server called itself. Left out: ``localhost``.
            region: Left out: the emulator's.

        Returns:
            The fields of ``InboundResult``: ``accepted``, ``reply``, ``message_id``, ``matched``, ``actions``,
            ``failures``, ``bounces``.
        """
        mail = _mail(source, recipients, message, tls=tls, source_ip=source_ip, helo=helo)
        return self._internal("receive", mail, region=region)

    def enter(
        self,
        ingress_point_id: str,
        *,
        source: str,
        recipients: list[str],
        message: bytes,
        tls: bool = True,
        source_ip: str = _LOOPBACK,
        helo: str = "localhost",
        region: str | None = None,
    ) -> dict[str, object]:
        """Delivers a message to an ingress point of Mail Manager without SMTP, and without a login.

        The rest is as in :meth:`receive`.
        """
        mail = _mail(source, recipients, message, tls=tls, source_ip=source_ip, helo=helo)
        return self._internal("enter", {"ingress_point_id": ingress_point_id, **mail}, region=region)

    def processed(self, ingress_point_id: str, *, region: str | None = None) -> list[dict[str, object]]:
        """What became of each message that an ingress point took, oldest first, as :meth:`receive` tells it."""
        answer = self._internal("processed", {"ingress_point_id": ingress_point_id}, region=region)["processed"]
        assert isinstance(answer, list)
        return answer

    def handed_over(self, *, region: str | None = None) -> list[dict[str, object]]:
        """What WorkMail, Connect and Q Business would have got: they are not emulated, so nothing happened there.

        ``action``, ``target`` (an ARN), ``role_arn``, ``recipients``, ``message`` (base64), ``timestamp``.
        """
        answer = self._internal("handed-over", {}, region=region)["handed_over"]
        assert isinstance(answer, list)
        return answer

    def confirm_address(self, address: str, *, region: str | None = None) -> None:
        """Does what the owner of an address does with the link in SES's verification mail."""
        self._internal("confirm-address", {"address": address}, region=region)

    def lease_ip(self, ip: str, *, region: str | None = None) -> None:
        """Gives the account a dedicated IP address (standard), as AWS Support does after a request."""
        self._internal("lease-ip", {"ip": ip}, region=region)

    def set_quota(self, *, per_second: float, per_day: float, region: str | None = None) -> None:
        """Gives the account a sending quota, as AWS does; what is sent from then on is held to it."""
        self._internal("set-quota", {"per_second": per_second, "per_day": per_day}, region=region)

    def own_zone(self, name: str, *, zone_id: str, account: str | None = None) -> None:
        """Makes a public hosted zone with an id that an app has written down already.

        Route 53 invents the id of a zone, and so does the emulated one.

        Args:
            name: The zone's domain.
            zone_id: Its id.
            account: Whose it is. Left out: the emulator's own account.

        Raises:
            EmulatorError: when there is a zone with this id.
        """
        owner = {} if account is None else {"account": account}
        self._internal("own-zone", {"name": name, "zone_id": zone_id, **owner}, region=None)

    def put_aws_event(
        self,
        *,
        source: str,
        detail_type: str,
        detail: dict[str, object],
        resources: list[str] | None = None,
        region: str | None = None,
    ) -> None:
        """Puts an event on the default bus as AWS itself does, in whose name ``PutEvents`` lets nobody write.

        Args:
            source: Such as ``aws.health``.
            detail_type: What kind of event.
            detail: What it says.
            resources: ARNs it is about. Left out: none.
            region: Left out: the emulator's.
        """
        body: dict[str, object] = {"source": source, "detail_type": detail_type, "detail": detail}
        self._internal("aws-event", {**body, "resources": resources or []}, region=region)

    def session_as(self, role_arn: str, *, region: str | None = None) -> boto3.Session:
        """A session of a role, whoever the role trusts; what it may do counts when the emulator authorizes.

        Args:
            role_arn: The role, of the emulator's own account.
            region: Left out: the emulator's.

        Raises:
            EmulatorError: when there is no such role.
        """
        given = self._internal("role-session", {"role_arn": role_arn}, region=region)
        key, secret, token = (str(given[name]) for name in ("key", "secret", "token"))
        return self.session_with(key=key, secret=secret, token=token, region=region)

    def open_message(self, message_id: str, *, region: str | None = None) -> None:
        """Does what a recipient does who looks at a message of HTML.

        Raises:
            EmulatorError: when no such message was sent, or it has no HTML part.
        """
        self._internal("open", {"message_id": message_id}, region=region)

    def follow_link(self, message_id: str, link: str, *, region: str | None = None) -> None:
        """Does what a recipient does who follows a link of a message of HTML.

        A link with the attribute ``ses:no-track`` tells nobody; ``ses:tags`` are in the event.

        Raises:
            EmulatorError: when no such message was sent, or it has no such link.
        """
        self._internal("click", {"message_id": message_id, "link": link}, region=region)

    def unsubscribe(
        self, message_id: str, *, contact_list: str, topic: str | None = None, region: str | None = None
    ) -> None:
        """Does what a recipient does who wants no more mail.

        Args:
            message_id: What they got.
            contact_list: The list they are in.
            topic: What they want no mail about. Left out: no mail at all.
            region: Left out: the emulator's.

        Raises:
            EmulatorError: when no such message was sent, or its recipients are not in the list.
        """
        told: dict[str, object] = {"message_id": message_id, "contact_list": contact_list, "topic": topic}
        self._internal("unsubscribe", told, region=region)

    def serve_host(self, host: str, url: str) -> None:
        """Says which server on this machine plays a host of the web, to which topics and API destinations post.

        A host that nobody serves does not answer: the emulator reaches no other machine.

        Args:
            host: Such as ``shop.example.com``; HTTPS ends before the server.
            url: Such as ``http://127.0.0.1:8080``.
        """
        self._internal("serve-host", {"host": host, "url": url}, region=None)

    def sent(self, *, region: str | None = None) -> list[dict[str, object]]:
        """What SES took, oldest first: ``message_id``, ``source``, ``recipients``, ``message`` (base64)."""
        answer = self._internal("sent", {}, region=region)["sent"]
        assert isinstance(answer, list)
        return answer

    def undelivered(self, *, region: str | None = None) -> list[dict[str, str]]:
        """What a destination refused to take from SES, oldest first, with the reason."""
        answer = self._internal("undelivered", {}, region=region)["undelivered"]
        assert isinstance(answer, list)
        return answer

    def _internal(self, name: str, body: dict[str, object], *, region: str | None) -> dict[str, object]:
        place = {"account": self.account, "region": region or self.region}
        answer = self._call("POST", f"/_ses/{name}", json.dumps({**place, **body}).encode())
        parsed: dict[str, object] = json.loads(answer)
        return parsed

    @abstractmethod
    def _call(self, method: str, path: str, body: bytes = b"") -> bytes:
        """One HTTP request to the emulator."""


def _mail(
    source: str, recipients: list[str], message: bytes, *, tls: bool, source_ip: str, helo: str
) -> dict[str, object]:
    return {
        "source": source,
        "recipients": recipients,
        "message": b64encode(message).decode(),
        "tls": tls,
        "source_ip": source_ip,
        "helo": helo,
    }
