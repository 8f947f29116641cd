"""The mail that asks somebody to confirm an address, in your own words."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.facts.verification_mail import faults
from ses_constructs.shared import is_known, located
from ses_constructs.shared.generated_name import generated_name
from ses_constructs.shared.setting_types import checks_types

from .properties import tag_list

_SEE = "Using custom verification email templates"
_NAME_LENGTH = 64
"""Schema of ``AWS::SES::CustomVerificationEmailTemplate``."""


@checks_types
class CustomVerificationEmailTemplate(ses.CfnCustomVerificationEmailTemplate):
    """A mail with which your program asks people to confirm an address (``SendCustomVerificationEmail``).

    Creates: ``AWS::SES::CustomVerificationEmailTemplate``. SES adds the link and a notice of its own to the
    body, and follows no clicks. An account has room for 50; one in the sandbox may not send it.

    SES refuses to create it before ``from_address`` is verified: let it depend on an identity that is.

    Args:
        subject: Of the mail.
        html: Its body: a few plain tags and no links, comments, scripts or style sheets.
        from_address: The sender, without a display name.
        success_url: Where the link leads once the address is verified.
        failure_url: Where it leads when that fails.
        template_name: Up to 64 characters; a new name makes a new template. Left out: a generated name.
        tags: Of the template. Left out: those that ``cdk.Tags`` gives.

    Raises:
        InvalidSettingError: for what SES would refuse; lists every fault of ``html``.

    Guide: Using custom verification email templates.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        subject: str,
        html: str,
        from_address: str,
        success_url: str,
        failure_url: str,
        template_name: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        with located(scope, id):
            _check_html(html)
            _check_name(template_name)
            sender = checked_address("from_address", from_address) if is_known(from_address) else from_address
            _check_url("success_url", success_url)
            _check_url("failure_url", failure_url)
            tag_settings = tag_list(tags)
        name = template_name if template_name is not None else generated_name(scope, id, longest=_NAME_LENGTH)
        super().__init__(
            scope,
            id,
            template_name=name,
            template_subject=subject,
            template_content=html,
            from_email_address=sender,
            success_redirection_url=success_url,
            failure_redirection_url=failure_url,
            tags=tag_settings,
        )
        self.name = name
        """The name, which ``SendCustomVerificationEmail`` asks for."""

    @staticmethod
    def inline_image(path: str | Path) -> str:
        """The ``src`` of an ``img`` that holds the picture itself; SES sends it as an attachment.

        Args:
            path: Of a picture whose ending tells its kind, such as ``logo.png``.

        Raises:
            InvalidSettingError: for a file that is no picture by its name.

        Guide: Using custom verification email templates.
        """
        kind, _ = mimetypes.guess_type(str(path))
        if kind is None or not kind.startswith("image/"):
            raise InvalidSettingError(
                "path", str(path), "is no picture by its name", fix="give a .png, .jpg or .gif file"
            )
        return f"data:{kind};base64,{base64.b64encode(Path(path).read_bytes()).decode()}"


def _check_html(html: str) -> None:
    if not is_known(html):
        return
    found = faults(html)
    if found:
        raise InvalidSettingError(
            "html",
            f"{html[:40]}...",
            f"holds what SES refuses: {', '.join(found)}",
            fix="use the plain tags that the guide lists, without links and comments",
            see=_SEE,
        )


def _check_name(name: str | None) -> None:
    if name is not None and is_known(name) and not 1 <= len(name) <= _NAME_LENGTH:
        raise InvalidSettingError(
            "template_name",
            name,
            "is empty or too long",
            fix=f"use 1 to {_NAME_LENGTH} characters, or leave it out",
        )


def _check_url(setting: str, url: str) -> None:
    if is_known(url) and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname):
        raise InvalidSettingError(
            setting, url, "is not a web address", fix="give one such as 'https://example.com/verified'", see=_SEE
        )
