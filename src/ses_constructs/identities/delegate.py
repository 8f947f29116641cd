"""Who may send as an identity besides its owner."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_cognito as cognito

_ACCOUNT = re.compile(r"\d{12}")
_ARN = re.compile(r"arn:[a-z0-9-]+:(iam|sts)::(\d{12}):.+")
_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
"""AWS Organizations API reference, ``Organization``."""
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
_COGNITO = "cognito-idp.amazonaws.com"
_SEE = "Sending authorization policy examples"


@checks_types
@dataclass(frozen=True, slots=True)
class Delegate:
    """A delegate sender: :meth:`account`, :meth:`principal`, :meth:`cognito`, :meth:`service`,
    :meth:`organization`; to deny, also :meth:`anyone`.

    Guide: Using sending authorization with Amazon SES.
    """

    principal_json: object
    conditions: tuple[tuple[str, str, str], ...]
    """Operator, key and value of each."""
    account_id: str | None = field(default=None)
    """The account it belongs to, where that is one and known."""
    is_service: bool = False

    @classmethod
    def account(cls, account_id: str) -> Delegate:
        """Everybody in an account whom that account lets send.

        Args:
            account_id: 12 digits.

        Raises:
            InvalidSettingError: for anything else.
        """
        if is_known(account_id) and _ACCOUNT.fullmatch(account_id) is None:
            raise _wrong("account_id", account_id, "is no account", "give 12 digits, in quotes", see=_SEE)
        return cls({"AWS": account_id}, (), account_id if is_known(account_id) else None)

    @classmethod
    def principal(cls, arn: str) -> Delegate:
        """One role or user, of this account or another.

        Args:
            arn: Such as ``arn:aws:iam::111122223333:role/newsletter``. It must exist when this is deployed.

        Raises:
            InvalidSettingError: for anything that is no ARN of IAM.
        """
        if not is_known(arn):
            return cls({"AWS": arn}, ())
        found = _ARN.fullmatch(arn)
        if found is None:
            fix = "give one such as 'arn:aws:iam::111122223333:role/newsletter'"
            raise _wrong("arn", arn, "is no ARN of a role or user", fix)
        return cls({"AWS": arn}, (), found.group(2))

    @classmethod
    def cognito(cls, user_pool: cognito.IUserPool) -> Delegate:
        """A Cognito user pool, for its verification and invitation mail."""
        return cls.service(
            _COGNITO, source_account=str(user_pool.env.account), source_arn=str(user_pool.user_pool_arn)
        )

    @classmethod
    def service(cls, service: str, *, source_account: str, source_arn: str) -> Delegate:
        """An AWS service, on behalf of one of its resources only.

        Args:
            service: Such as ``cognito-idp.amazonaws.com``.
            source_account: The account of the resource.
            source_arn: The resource. Without the two, anybody's resource of that service could send.

        Raises:
            InvalidSettingError: for something that is no service principal.
        """
        if is_known(service) and _SERVICE.fullmatch(service) is None:
            raise _wrong("service", service, "is no service", f"give its principal, such as {_COGNITO!r}")
        conditions = (
            ("StringEquals", "aws:SourceAccount", source_account),
            ("ArnLike", "aws:SourceArn", source_arn),
        )
        return cls({"Service": service}, conditions, is_service=True)

    @classmethod
    def organization(cls, organization_id: str) -> Delegate:
        """Every account of an organization.

        Args:
            organization_id: Such as ``o-a1b2c3d4e5``.

        Raises:
            InvalidSettingError: for anything else; it would let everybody in.
        """
        if not is_known(organization_id) or _ORGANIZATION.fullmatch(organization_id) is None:
            fix = "give it as text, such as 'o-a1b2c3d4e5'"
            raise _wrong("organization_id", organization_id, "is no id of an organization", fix)
        return cls("*", (("StringEquals", "aws:PrincipalOrgID", organization_id),))

    @classmethod
    def anyone(cls) -> Delegate:
        """Everybody; to deny only."""
        return cls("*", ())

    @property
    def is_anyone(self) -> bool:
        return self.principal_json == "*" and not self.conditions

    @property
    def is_made_here(self) -> bool:
        """Whether only the deployment knows who it is."""
        return not is_known(f"{self.principal_json}{self.conditions}")

    def is_foreign(self, account: str) -> bool:
        """False for what certainly is of this account, or is a service that acts for a resource."""
        return not self.is_service and (self.account_id is None or self.account_id != account)


def _wrong(setting: str, got: str, wrong: str, fix: str, see: str | None = None) -> InvalidSettingError:
    return InvalidSettingError(setting, got, wrong, fix=fix, see=see if see is not None else _SEE)
