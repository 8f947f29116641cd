"""From which IP addresses the mail of a configuration set leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk.interfaces import aws_ses as refs

_SEE = "Assigning IP pools in Amazon SES"
_SHARED, _DEFAULT_DEDICATED = "ses-shared-pool", "ses-default-dedicated-pool"
"""The two pools that every account has. Guide: Assigning IP pools in Amazon SES."""


@checks_types
@dataclass(frozen=True, slots=True)
class SendingPool:
    """A pool of IP addresses: :meth:`of`, :meth:`named`, :meth:`shared` or :meth:`default_dedicated`.

    Guide: Assigning IP pools in Amazon SES.
    """

    name: str

    @classmethod
    def of(cls, pool: refs.IDedicatedIpPoolRef) -> SendingPool:
        """A dedicated pool of this app, standard or managed; or one that was imported."""
        return cls(pool.dedicated_ip_pool_ref.pool_name)

    @classmethod
    def named(cls, name: str) -> SendingPool:
        """A dedicated pool that exists.

        Raises:
            InvalidSettingError: for a name that no pool has.
        """
        if is_known(name) and names.DEDICATED_IP_POOL.fullmatch(name) is None:
            raise InvalidSettingError(
                "name",
                name,
                "is no name of a pool",
                fix="use up to 64 small letters, digits, '-' and '_'",
                see=_SEE,
            )
        return cls(name)

    @classmethod
    def shared(cls) -> SendingPool:
        """The addresses that all customers of SES share, also when the account has dedicated ones."""
        return cls(_SHARED)

    @classmethod
    def default_dedicated(cls) -> SendingPool:
        """The account's dedicated addresses that are in no other pool. SES uses them for sets without a pool."""
        return cls(_DEFAULT_DEDICATED)
