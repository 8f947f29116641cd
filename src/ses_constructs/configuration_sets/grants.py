"""Permissions on one configuration set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.access.sending import DEFAULT_FORMS, grant_send
from ses_constructs.facts import action_sets
from ses_constructs.shared import Aws
from ses_constructs.shared.setting_types import checks_types

from .publishing import Publishing

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


@checks_types
class Grants(Publishing):
    """The ``grant_*`` methods."""

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        identity: str,
        forms: Sequence[SendForm] = DEFAULT_FORMS,
        limits: SendLimits | None = None,
    ) -> iam.Grant:
        """Lets the grantee send from an identity of this account and region with this set.

        SES checks both; ``grant_send()`` of an identity made here does the same for its default set.

        Args:
            grantee: A role, a function, a user.
            identity: A domain or an address.
            forms: Left out: formatted and raw.
            limits: Left out: none.

        Raises:
            InvalidSettingError: when no form is given.
            ConflictingSettingsError: when a form does not support a limit.

        Source: AWS service reference, actions of Amazon SES.
        """
        return grant_send(
            grantee,
            aws=Aws.of(self),
            identity=identity,
            configuration_sets=[self.configuration_set_name],
            forms=forms,
            limits=limits,
        )

    def grant_pause(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee pause and resume sending with this set, and see which it is."""
        return self._grant(grantee, action_sets.PAUSE_CONFIGURATION_SET)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read this set's options and destinations."""
        return self._grant(grantee, action_sets.READ_CONFIGURATION_SET)

    def _grant(self, grantee: iam.IGrantable, actions: Sequence[str]) -> iam.Grant:
        from aws_cdk import aws_iam as iam

        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self.configuration_set_arn]
        )
