"""Addresses that conditions look up, and that change without a deployment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.facts import mail_manager as facts
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .physical_names import cfn_tags, check_name, check_region
from .resource_grants import grant

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


@checks_types
class AddressListGrants:
    """The ``grant_*`` methods of a list, whoever made it."""

    @abstractmethod
    def _arn(self) -> str:
        """What permissions name."""

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee see who is on the list."""
        return grant(grantee, self._arn(), facts.ADDRESS_LIST_READ_ACTIONS)

    def grant_change(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee see who is on the list, and put addresses on it and take them off."""
        return grant(grantee, self._arn(), facts.ADDRESS_LIST_READ_ACTIONS, facts.ADDRESS_LIST_CHANGE_ACTIONS)


@checks_types
class AddressList(AddressListGrants, ses.CfnMailManagerAddressList):
    """A list of addresses, for ``Mail.recipient.is_in(...)`` and the like.

    Creates: ``AWS::SES::MailManagerAddressList``, without members: the API puts them on it, and the template
    knows none of them. It is an ``aws_ses.CfnMailManagerAddressList``.

    Args:
        address_list_name: Up to 255 letters, digits, ``-``, ``_`` and ``.``. Left out: generated.
        tags: Left out: those of the stack.
        removal_policy: Left out: RETAIN, since nothing else has the addresses.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    API: ``CreateAddressList``, ``RegisterMemberToAddressList`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        address_list_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            check_name(
                "address_list_name",
                address_list_name,
                facts.ADDRESS_LIST_NAME,
                fix="use up to 255 letters, digits, '-', '_' and '.', or leave it out",
            )
            given = cfn_tags(tags)
            check_removal(removal_policy)
        super().__init__(scope, id, address_list_name=address_list_name, tags=given)
        apply_removal(self, removal_policy)

    @classmethod
    def from_address_list_id(cls, scope: Construct, id: str, address_list_id: str) -> ImportedAddressList:
        """A list of this account and region that something else made.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            address_list_id: Such as ``al-...``; may be a token.
        """
        return ImportedAddressList(scope, id, address_list_id=address_list_id)

    def _arn(self) -> str:
        return self.attr_address_list_arn


@checks_types
@jsii.implements(refs.IMailManagerAddressListRef)
class ImportedAddressList(AddressListGrants, cdk.Resource):
    """A list that something else made; creates nothing. Made by ``AddressList.from_address_list_id``."""

    def __init__(self, scope: Construct, id: str, *, address_list_id: str) -> None:
        super().__init__(scope, id)
        self._id = address_list_id

    @property
    def mail_manager_address_list_ref(self) -> refs.MailManagerAddressListReference:
        """How other resources refer to it."""
        return refs.MailManagerAddressListReference(address_list_arn=self._arn(), address_list_id=self._id)

    def _arn(self) -> str:
        return Aws.of(self).arn("ses", f"mailmanager-address-list/{self._id}")
