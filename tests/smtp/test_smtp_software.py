"""Variables of software that sends by SMTP."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from ses_constructs.smtp.smtp_software import (
    SECRET_FIELDS,
    SmtpField,
    SmtpSoftware,
    address_variable,
    mailer_address,
    plain_variables,
    secret_variables,
)

VALUES = {SmtpField.HOST: "mail.example", SmtpField.SENDER: "a@b.example"}


BY_FIELD = [software for software in SmtpSoftware if address_variable(software) is None]


@pytest.mark.parametrize("software", BY_FIELD)
@pytest.mark.parametrize("port", ["587", "465"])
def test_every_software_gets_all_it_needs_and_no_secret_in_the_clear(software: SmtpSoftware, port: str) -> None:
    plain = plain_variables(software, {**VALUES, SmtpField.PORT: port, SmtpField.PASSWORD: "hunter2"})
    assert {"mail.example", port, "a@b.example"} <= set(plain.values())
    assert "hunter2" not in plain.values()
    assert set(secret_variables(software).values()) == SECRET_FIELDS
    assert not set(plain) & set(secret_variables(software))


def test_a_sender_that_is_unknown_is_left_out() -> None:
    plain = plain_variables(SmtpSoftware.GENERIC, {SmtpField.HOST: "h", SmtpField.PORT: "2465"})
    assert plain == {"SMTP_HOST": "h", "SMTP_PORT": "2465", "SMTP_TLS": "tls"}


@pytest.mark.parametrize(("port", "scheme"), [("587", "smtp"), ("465", "smtps")])
def test_mautic_gets_one_address_whose_parts_can_be_read_back(port: str, scheme: str) -> None:
    held = {**VALUES, SmtpField.PORT: port, SmtpField.USERNAME: "AKIAX", SmtpField.PASSWORD: "B+a/b=c"}
    parts = urlsplit(mailer_address(held))
    assert (parts.scheme, parts.hostname, parts.port) == (scheme, "mail.example", int(port))
    assert (unquote(parts.username or ""), unquote(parts.password or "")) == ("AKIAX", "B+a/b=c")
    assert address_variable(SmtpSoftware.MAUTIC) == "MAUTIC_MAILER_DSN"
    assert plain_variables(SmtpSoftware.MAUTIC, held) == {"MAUTIC_MAILER_FROM_EMAIL": "a@b.example"}
    assert secret_variables(SmtpSoftware.MAUTIC) == {}


@pytest.mark.parametrize(("port", "starttls", "ssl"), [("587", "TRUE", "FALSE"), ("465", "FALSE", "TRUE")])
def test_keila_is_told_to_insist_on_encryption_in_one_way(port: str, starttls: str, ssl: str) -> None:
    plain = plain_variables(SmtpSoftware.KEILA, {**VALUES, SmtpField.PORT: port})
    assert (plain["MAILER_ENABLE_STARTTLS"], plain["MAILER_ENABLE_SSL"]) == (starttls, ssl)


@pytest.mark.parametrize(("port", "ssl", "tls"), [("587", False, True), ("465", True, False)])
def test_djangos_own_mail_backend_takes_the_variables(port: str, ssl: bool, tls: bool) -> None:
    """Both flags at once would raise in Django."""
    from django.core.mail.backends.smtp import EmailBackend

    given = plain_variables(SmtpSoftware.DJANGO, {**VALUES, SmtpField.PORT: port})
    backend = EmailBackend(
        host=given["EMAIL_HOST"],
        port=int(given["EMAIL_PORT"]),
        username="u",
        password="p",
        use_tls=bool(given["EMAIL_USE_TLS"]),
        use_ssl=bool(given["EMAIL_USE_SSL"]),
        timeout=1,
        ssl_keyfile="",
        ssl_certfile="",
    )
    assert (backend.use_ssl, backend.use_tls) == (ssl, tls)
