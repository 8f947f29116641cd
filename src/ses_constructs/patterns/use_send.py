"""What a self-hosted useSend needs of SES: permissions, for it makes its resources itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import action_sets, permissions
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_wildcard
from ses_constructs.smtp import SmtpCredentials, SmtpFields, SmtpRotation

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_iam as iam

_FIELDS = SmtpFields(
    username="AWS_ACCESS_KEY_ID",
    secret_access_key="AWS_SECRET_ACCESS_KEY",  # noqa: S106 - a name
    region="AWS_DEFAULT_REGION",
)
_OWN_SETS = "*-unsend-*"
_OWN_TOPICS = "*-unsend"
"""Part of every name that useSend makes up. ``ses-settings-service.ts``."""
_ITS_DOMAINS = "users of useSend add domains, sets and tenants in it, whose names are not known here"


@checks_types
class UseSend(Construct):
    """The permissions of useSend, for a role, or with an access key in a secret.

    Creates: without ``role``, :class:`SmtpCredentials` with the access key under useSend's own names. useSend
    makes its topic, four configuration sets and its identities by itself, with BYODKIM and ``mail.<domain>`` as
    MAIL FROM: nothing of that is made here, and nothing of it is in its way.

    Read from usesend/useSend at 68b5a072: ``apps/web/src/env.js``, ``server/aws/ses.ts``, ``server/aws/sns.ts``,
    ``server/service/ses-settings-service.ts``. Its documentation asks for AmazonSESFullAccess and
    AmazonSNSFullAccess instead.

    Args:
        domains: Names that users may add, ``*`` allowed: ``*.example.com``. Left out: any.
        role: Runs useSend, which then needs no access key. Left out: an IAM user with one is made.
        rotation: Of the access key. Left out: it stays. useSend reads it when it starts.

    Raises:
        InvalidSettingError: for an empty list of domains, or a rotation without an access key.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domains: Sequence[str] | None = None,
        role: iam.IRole | None = None,
        rotation: SmtpRotation | None = None,
    ) -> None:
        with located(scope, id):
            if domains is not None and not domains:
                raise InvalidSettingError("domains", domains, "would allow nothing", fix="leave it out")
            if role is not None and rotation is not None:
                raise InvalidSettingError(
                    "rotation", rotation, "renews nothing: a role has no key", fix="leave it out"
                )
        super().__init__(scope, id)
        self.credentials = (
            None if role is not None else SmtpCredentials(self, "Key", fields=_FIELDS, rotation=rotation)
        )
        """The IAM user and the secret with its access key; ``None`` with a role."""
        self._aws = Aws.of(self)
        for grantee in (role, self.credentials.user if self.credentials is not None else None):
            if grantee is not None:
                self._allow(grantee, ["*"] if domains is None else domains)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that hold no secret."""
        return {"AWS_DEFAULT_REGION": self._aws.region}

    @property
    def ecs_secrets(self) -> dict[str, ecs.Secret]:
        """The others, for a container of ``aws_ecs``; none with a role."""
        from aws_cdk import aws_ecs as ecs

        if self.credentials is None:
            return {}
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        return {name: ecs.Secret.from_secrets_manager(self.credentials.secret, name) for name in names}

    def _allow(self, grantee: iam.IGrantable, domains: Sequence[str]) -> None:
        stem = {"partition": self._aws.partition, "region": self._aws.region, "account": self._aws.account}
        identities = [permissions.identity_arn(**stem, identity=domain) for domain in domains]
        own_set = permissions.configuration_set_arn(**stem, name=_OWN_SETS)
        tenant = self._aws.arn("ses", "tenant/*")
        topic = self._aws.arn("sns", _OWN_TOPICS)
        wanted = [
            (action_sets.USE_SEND_IDENTITIES, identities),
            (permissions.SEND_ACTIONS, [*identities, own_set, tenant]),
            (action_sets.USE_SEND_SETS, [own_set]),
            (action_sets.USE_SEND_TENANTS, [*identities, tenant]),
            (action_sets.USE_SEND_ACCOUNT, ["*"]),
            (action_sets.USE_SEND_TOPICS, [topic]),
        ]
        from aws_cdk import aws_iam as iam

        for actions, resources in wanted:
            iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=list(resources))
        principal = grantee.grant_principal
        if isinstance(principal, Construct):
            for resource in {*identities, own_set, tenant, topic, "*"}:
                acknowledge_wildcard(principal, resource, _ITS_DOMAINS)
