"""Another mail server that messages are passed on to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.shared import is_known, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tokens import is_number_token

from .physical_names import cfn_tags, check_name, check_region
from .secret_access import let_read_secret

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_RESOURCE = "mailmanager-smtp-relay"
_SECRET_ACTIONS = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
_KEY_ACTIONS = ("kms:Decrypt", "kms:DescribeKey")
"""Both: Guide, Permission policies for Mail Manager (SMTP relay)."""


@checks_types
class Relay(ses.CfnMailManagerRelay):
    """A mail server that a :class:`RelayAction` passes messages on to.

    Creates: ``AWS::SES::MailManagerRelay``; the policies of the secret and its key let Mail Manager read it. It is
    an ``aws_ses.CfnMailManagerRelay``.

    The server must be public. SES passes on mail for recipients that are verified identities only, unless the
    server asks for a password.

    Args:
        server_name: Such as ``aspmx.l.google.com``.
        server_port: Left out: 25.
        credentials: A secret with the keys ``username`` and ``password``, encrypted with a key of your own. Left
            out: the server asks for none.
        relay_name: Up to 100 letters, digits, ``-`` and ``_``. Left out: generated.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY.

    Raises:
        InvalidSettingError: for a name, a port or tags that SES refuses, or a secret that SES cannot read.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: SMTP relay; Permission policies for Mail Manager. API: ``CreateRelay`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        server_name: str,
        server_port: int = 25,
        credentials: secretsmanager.ISecret | None = None,
        relay_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            _check_server(server_name, server_port)
            check_name(
                "relay_name",
                relay_name,
                facts.RELAY_NAME,
                fix="use up to 100 letters, digits, '-' and '_', or leave it out",
            )
            given = cfn_tags(tags)
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            server_name=server_name,
            server_port=server_port,
            authentication=_authentication(credentials),
            relay_name=relay_name,
            tags=given,
        )
        apply_removal(self, removal_policy)
        self.has_credentials = credentials is not None
        """Whether it logs in at the server."""
        if credentials is not None:
            with located(self):
                after = let_read_secret(
                    self, credentials, for_=_RESOURCE, secret_actions=_SECRET_ACTIONS, key_actions=_KEY_ACTIONS
                )
            self.node.add_dependency(*after)

    @classmethod
    def from_relay_id(cls, scope: Construct, id: str, relay_id: str) -> refs.IMailManagerRelayRef:
        """A relay of this account and region that something else made.

        Whether it logs in at its server is not known here, nor which server that is.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            relay_id: Such as ``r-...``; may be a token.
        """
        return ses.CfnMailManagerRelay.from_relay_id(scope, id, relay_id)


def _authentication(
    credentials: secretsmanager.ISecret | None,
) -> ses.CfnMailManagerRelay.RelayAuthenticationProperty:
    if credentials is None:
        return ses.CfnMailManagerRelay.RelayAuthenticationProperty(no_authentication={})
    return ses.CfnMailManagerRelay.RelayAuthenticationProperty(secret_arn=credentials.secret_arn)


def _check_server(name: str, port: int) -> None:
    if is_known(name) and facts.SERVER_NAME.fullmatch(name) is None:
        raise InvalidSettingError(
            "server_name",
            name,
            "is no name of a server",
            fix="give its host name alone, such as 'smtp.example.com'",
        )
    if not 1 <= port <= 65535 and not is_number_token(port):
        raise InvalidSettingError(
            "server_port", port, "is no port", fix="give one from 1 to 65535, mostly 25 or 587"
        )
