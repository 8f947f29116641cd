"""Software that sends by SMTP, and the names it reads its settings by. Loads without the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from ses_constructs.facts.smtp import is_wrapped_in_tls


class SmtpField(StrEnum):
    """What a secret of SMTP credentials holds."""

    HOST = "host"
    PORT = "port"
    USERNAME = "username"
    PASSWORD = "password"  # noqa: S105 - a name
    SENDER = "sender"


SECRET_FIELDS: frozenset[SmtpField] = frozenset({SmtpField.USERNAME, SmtpField.PASSWORD})
"""What belongs into no template and no plain variable."""


class SmtpSoftware(StrEnum):
    """Whose variables are meant."""

    DJANGO = "django"
    """The names of Django's own settings. Django 5.2, ``django/core/mail/backends/smtp.py``."""
    GENERIC = "generic"
    """``SMTP_HOST`` and so on, for your own application."""
    KEILA = "keila"
    """Keila's mailer for its own mail. pentacent/keila 0.30.2, ``config/runtime.exs`` at 14f1a127."""
    MAUTIC = "mautic"
    """Mautic 5 and later: one address of the mailer, password and all.

    mautic/mautic, ``mailer_dsn`` of ``app/bundles/EmailBundle/Config/config.php`` at 005ef32f.
    """
    PLAUSIBLE = "plausible"
    """Plausible Community Edition with the adapter it uses when ``MAILER_ADAPTER`` is empty.

    plausible/analytics, ``config/runtime.exs`` at a27653cd.
    """


@dataclass(frozen=True, slots=True)
class _TlsFlag:
    """A variable that says how the connection is encrypted; it must agree with the port."""

    name: str
    wrapped: str
    starttls: str


@dataclass(frozen=True, slots=True)
class _Names:
    fields: Mapping[str, SmtpField]
    flags: tuple[_TlsFlag, ...]
    address: str | None = None
    """A variable that holds all of host, port, user and password as a URL."""


_NAMES: dict[SmtpSoftware, _Names] = {
    SmtpSoftware.DJANGO: _Names(
        {
            "EMAIL_HOST": SmtpField.HOST,
            "EMAIL_PORT": SmtpField.PORT,
            "EMAIL_HOST_USER": SmtpField.USERNAME,
            "EMAIL_HOST_PASSWORD": SmtpField.PASSWORD,
            "DEFAULT_FROM_EMAIL": SmtpField.SENDER,
        },
        (_TlsFlag("EMAIL_USE_SSL", "True", ""), _TlsFlag("EMAIL_USE_TLS", "", "True")),
    ),
    SmtpSoftware.GENERIC: _Names(
        {
            "SMTP_HOST": SmtpField.HOST,
            "SMTP_PORT": SmtpField.PORT,
            "SMTP_USERNAME": SmtpField.USERNAME,
            "SMTP_PASSWORD": SmtpField.PASSWORD,
            "SMTP_FROM": SmtpField.SENDER,
        },
        (_TlsFlag("SMTP_TLS", "tls", "starttls"),),
    ),
    SmtpSoftware.KEILA: _Names(
        {
            "MAILER_SMTP_HOST": SmtpField.HOST,
            "MAILER_SMTP_PORT": SmtpField.PORT,
            "MAILER_SMTP_USER": SmtpField.USERNAME,
            "MAILER_SMTP_PASSWORD": SmtpField.PASSWORD,
            "MAILER_SMTP_FROM_EMAIL": SmtpField.SENDER,
        },
        (_TlsFlag("MAILER_ENABLE_SSL", "TRUE", "FALSE"), _TlsFlag("MAILER_ENABLE_STARTTLS", "FALSE", "TRUE")),
    ),
    SmtpSoftware.MAUTIC: _Names({"MAUTIC_MAILER_FROM_EMAIL": SmtpField.SENDER}, (), address="MAUTIC_MAILER_DSN"),
    SmtpSoftware.PLAUSIBLE: _Names(
        {
            "SMTP_HOST_ADDR": SmtpField.HOST,
            "SMTP_HOST_PORT": SmtpField.PORT,
            "SMTP_USER_NAME": SmtpField.USERNAME,
            "SMTP_USER_PWD": SmtpField.PASSWORD,
            "MAILER_EMAIL": SmtpField.SENDER,
        },
        (_TlsFlag("SMTP_HOST_SSL_ENABLED", "true", "false"),),
    ),
}


def secret_variables(software: SmtpSoftware) -> dict[str, SmtpField]:
    """The variables that hold a secret, by name."""
    return {name: field for name, field in _NAMES[software].fields.items() if field in SECRET_FIELDS}


def address_variable(software: SmtpSoftware) -> str | None:
    """The variable that holds host, port, user and password in one, for software that reads them so."""
    return _NAMES[software].address


def mailer_address(values: Mapping[SmtpField, str]) -> str:
    """That URL: ``smtp`` begins in clear and turns to STARTTLS, ``smtps`` is encrypted from the start.

    User and password are percent-encoded: a password has ``+`` and ``/``. Symfony Mailer, "Transport Setup".
    """
    scheme = "smtps" if is_wrapped_in_tls(int(values[SmtpField.PORT])) else "smtp"
    user, password = (quote(values[field], safe="") for field in (SmtpField.USERNAME, SmtpField.PASSWORD))
    return f"{scheme}://{user}:{password}@{values[SmtpField.HOST]}:{values[SmtpField.PORT]}"


def plain_variables(software: SmtpSoftware, values: Mapping[SmtpField, str]) -> dict[str, str]:
    """The variables that hold none, with their values; those without a value are left out.

    Args:
        software: Who reads them.
        values: Host and port, and the From address if there is one.
    """
    names = _NAMES[software]
    found = {
        name: values[field]
        for name, field in names.fields.items()
        if field not in SECRET_FIELDS and field in values
    }
    wrapped = is_wrapped_in_tls(int(values[SmtpField.PORT]))
    return found | {flag.name: flag.wrapped if wrapped else flag.starttls for flag in names.flags}
