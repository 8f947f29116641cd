"""The names of what the secret of SMTP credentials holds."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpFields:
    """The names in the JSON object of the secret; each value is text.

    What belongs to another region stands under the name with ``_<region>`` after it.

    Args:
        host: Left out: ``host``.
        port: Left out: ``port``.
        username: Left out: ``username``.
        password: Left out: ``password``.
        sender: The From address, if the credentials have one. Left out: ``from``.
        region: Left out: ``region``.
        secret_access_key: The secret half of the access key, for software that calls the API of SES beside
            SMTP. Left out: the secret does not hold it.

    Raises:
        InvalidSettingError: for an empty name.
        ConflictingSettingsError: when two names are the same.
    """

    host: str = "host"
    port: str = "port"
    username: str = "username"
    password: str = "password"  # noqa: S105 - a name
    sender: str = "from"
    region: str = "region"
    secret_access_key: str | None = None

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for field in fields(self):
            name = getattr(self, field.name)
            if name is None:
                continue
            if not name:
                raise InvalidSettingError(field.name, name, "is no name", fix="leave it out, or give a name")
            if name in seen:
                raise ConflictingSettingsError(
                    f"{seen[name]} and {field.name} are both named {name!r}", fix="give each a name of its own"
                )
            seen[name] = field.name
