"""An application that sends by SMTP with what a secret holds."""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ses_constructs.local.emulator import Emulator

RECIPIENT = "success@simulator.amazonses.com"


class Application:
    """Knows the ARN of its secret and nothing else."""

    def __init__(self, emulator: Emulator, secret_arn: str) -> None:
        self._emulator = emulator
        self.secret_arn = secret_arn

    def secret(self) -> dict[str, str]:
        """What it reads."""
        found = self._emulator.client("secretsmanager").get_secret_value(SecretId=self.secret_arn)
        content: dict[str, str] = json.loads(found["SecretString"])
        return content

    @contextmanager
    def connected(self, secret: Mapping[str, str] | None = None) -> Iterator[smtplib.SMTP]:
        """A connection after STARTTLS and login, with the secret it reads now or has read before."""
        secret = self.secret() if secret is None else secret
        with smtplib.SMTP(secret["host"], int(secret["port"]), timeout=10) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(self._emulator.smtp_certificate)))
            client.login(secret["username"], secret["password"])
            yield client

    def works(self, secret: Mapping[str, str]) -> bool:
        """Whether SES takes the password."""
        try:
            with self.connected(secret):
                return True
        except smtplib.SMTPAuthenticationError:
            return False

    def send(self, sender: str, *, header: str = "") -> str:
        """Sends one mail; returns the reply to a refusal, or nothing."""
        message = f"From: {sender}\r\nTo: {RECIPIENT}\r\n{header}Subject: hello\r\n\r\nhello\r\n"
        with self.connected() as client:
            try:
                client.sendmail(sender, [RECIPIENT], message)
            except smtplib.SMTPResponseException as refused:
                return f"{refused.smtp_code} {refused.smtp_error!r}"
        return ""
