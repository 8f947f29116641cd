"""Permissions beside sending: identities, the suppression list, reading, pausing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_ses as ses
from constructs import IConstruct

from ses_constructs.facts import action_sets, permissions
from ses_constructs.shared import Aws
from ses_constructs.shared.setting_types import checks_types

from .acknowledging import acknowledge, acknowledge_all_of

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_NO_RESOURCE = "these actions of SES apply to no resource, so that IAM can name none"
_ALL_IDENTITIES = "the grantee manages identities whose names are not known yet"
_ALL_SETS = "the grantee may read every configuration set of this account and region"


@checks_types
class SesAccess:
    """Grants on Amazon SES in one account and region; ask for it with :meth:`of`."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    @classmethod
    def of(cls, construct: IConstruct) -> SesAccess:
        """SES where the construct's stack is deployed."""
        return cls(Aws.of(construct))

    def grant_manage_identities(
        self, grantee: iam.IGrantable, *, identities: Sequence[str] | None = None, version_1: bool = False
    ) -> iam.Grant:
        """Lets the grantee create, verify, change and delete identities, and list them.

        Args:
            grantee: A role, a function, a user.
            identities: Domains and addresses, ``*`` allowed: ``*.example.com``. Left out: all.
            version_1: True also allows the calls of version 1 of the API, for software that makes them; IAM
                cannot narrow those to ``identities``. Left out: false.
        """
        names = ["*"] if identities is None else identities
        if identities is None:
            acknowledge_all_of(grantee, self._aws, "identity", _ALL_IDENTITIES)
        whole = self._grant(grantee, action_sets.MANAGE_IDENTITY, [self._identity(name) for name in names])
        without_resource = [*action_sets.LIST_IDENTITIES]
        if version_1:
            without_resource += action_sets.MANAGE_IDENTITY_VERSION_1
        return whole.combine(self._grant_on_all(grantee, without_resource))

    def grant_manage_suppression(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read, add and remove addresses of the account's suppression list."""
        return self._grant_on_all(grantee, action_sets.MANAGE_SUPPRESSION)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read quotas, the state of sending, identities and configuration sets.

        It shows nobody's address but those of the identities: contacts, the suppression list and single
        messages are left out.
        """
        acknowledge_all_of(grantee, self._aws, "identity", _ALL_IDENTITIES)
        acknowledge_all_of(grantee, self._aws, "configuration-set", _ALL_SETS)
        whole = self._grant_on_all(grantee, action_sets.READ_ACCOUNT)
        whole = whole.combine(self._grant(grantee, action_sets.READ_IDENTITY, [self._identity("*")]))
        return whole.combine(self._grant(grantee, action_sets.READ_CONFIGURATION_SET, [self._set("*")]))

    def grant_pause(
        self, grantee: iam.IGrantable, *, configuration_sets: Sequence[ses.IConfigurationSet] | None = None
    ) -> iam.Grant:
        """Lets the grantee pause and resume sending.

        Args:
            grantee: A role, a function, a user.
            configuration_sets: Of these sets. Left out: of the whole account in this region.
        """
        if configuration_sets is None:
            return self._grant_on_all(grantee, action_sets.PAUSE_ACCOUNT)
        arns = [self._set(one.configuration_set_name) for one in configuration_sets]
        return self._grant(grantee, action_sets.PAUSE_CONFIGURATION_SET, arns)

    def _grant_on_all(self, grantee: iam.IGrantable, actions: Sequence[str]) -> iam.Grant:
        acknowledge(grantee, "*", _NO_RESOURCE)
        return self._grant(grantee, actions, ["*"])

    def _grant(self, grantee: iam.IGrantable, actions: Sequence[str], resources: list[str]) -> iam.Grant:
        from aws_cdk import aws_iam as iam

        return iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=resources)

    def _identity(self, name: str) -> str:
        aws = self._aws
        return permissions.identity_arn(
            partition=aws.partition, region=aws.region, account=aws.account, identity=name
        )

    def _set(self, name: str) -> str:
        aws = self._aws
        return permissions.configuration_set_arn(
            partition=aws.partition, region=aws.region, account=aws.account, name=name
        )
