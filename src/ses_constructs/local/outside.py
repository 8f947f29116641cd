"""What happens around an emulator and has no API in AWS: mail from the internet, the click on a link."""

from __future__ import annotations

import json
from abc import abstractmethod
from base64 import b64encode

from ses_constructs.local.clients import Clients


class Outside(Clients):
    """The part of the emulator that plays the world around AWS."""

    def receive(
        self, *, source: str, recipients: list[str], message: bytes, tls: bool = True, region: str | None = None
    ) -> dict[str, object]:
        """Delivers a message from the internet to SES and says what became of it.

        Args:
            source: The envelope's sender.
            recipients: The envelope's recipients.
            message: The mail with its header.
            tls: Whether the connection was encrypted.
            region: Left out: the emulator's.

        Returns:
            The fields of ``InboundResult``: ``accepted``, ``reply``, ``message_id``, ``matched``, ``actions``,
            ``failures``, ``bounces``.
        """
        return self._internal(
            "receive",
            {
                "source": source,
                "recipients": recipients,
                "message": b64encode(message).decode(),
                "tls": tls,
            },
            region=region,
        )

    def confirm_address(self, address: str, *, region: str | None = None) -> None:
        """Does what the owner of an address does with the link in SES's verification mail."""
        self._internal("confirm-address", {"address": address}, region=region)

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
