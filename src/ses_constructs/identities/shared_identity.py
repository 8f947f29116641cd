"""The delegate's side of sending authorization: an identity of another account that this one may send as."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_ARN = re.compile(r"arn:[a-z0-9-]+:ses:([a-z0-9-]+):(\d{12}):identity/(.+)")
_SEE = "Delegate sender tasks for Amazon SES sending authorization"


@checks_types
class SharedIdentity(Construct):
    """A domain or an address of another account, whose owner authorized this account; creates nothing.

    A sender needs three things: the owner's authorization (``authorize_sender``), a permission of its own
    (:meth:`grant_send`), and the ARN of the identity in each message: ``FromEmailAddressIdentityArn`` of
    ``SendEmail``, or the :attr:`headers` of raw mail and SMTP.

    >>> partner = SharedIdentity.from_arn(
    ...     stack, "Partner", "arn:aws:ses:eu-west-1:444455556666:identity/partner.example"
    ... )
    >>> partner.headers["X-SES-SOURCE-ARN"]
    'arn:aws:ses:eu-west-1:444455556666:identity/partner.example'

    Guide: Delegate sender tasks for Amazon SES sending authorization.
    """

    def __init__(self, scope: Construct, id: str, *, identity_arn: str) -> None:
        super().__init__(scope, id)
        self.identity_arn = identity_arn
        """What messages name."""

    @classmethod
    def from_arn(cls, scope: Construct, id: str, identity_arn: str) -> SharedIdentity:
        """The identity of an ARN.

        Args:
            identity_arn: As its owner tells it.

        Raises:
            InvalidSettingError: for something else.
            UnavailableInRegionError: when the stack is in another region: only calls to the region of the
                identity may name it.
        """
        with located(scope, id):
            if is_known(identity_arn):
                _check(identity_arn, Aws.of(scope).region)
        return cls(scope, id, identity_arn=identity_arn)

    @property
    def headers(self) -> dict[str, str]:
        """What raw mail and SMTP clients put into the header of each message; SES takes it out again."""
        return {
            name: self.identity_arn for name in ("X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN")
        }

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee, of this account, send formatted and raw mail as the identity."""
        from aws_cdk import aws_iam as iam

        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(permissions.SEND_ACTIONS), resource_arns=[self.identity_arn]
        )


def _check(identity_arn: str, region: str) -> None:
    found = _ARN.fullmatch(identity_arn)
    if found is None:
        raise InvalidSettingError(
            "identity_arn",
            identity_arn,
            "is no ARN of an identity",
            fix="give one such as 'arn:aws:ses:eu-west-1:444455556666:identity/example.com'",
            see=_SEE,
        )
    if is_known(region) and found.group(1) != region:
        raise UnavailableInRegionError(
            f"{identity_arn} is an identity of {found.group(1)}, and this stack sends from {region}",
            fix=f"send from a stack in {found.group(1)}, or ask the owner for the identity in {region}",
            see=_SEE,
        )
