"""A customer of yours who sends with your account, and whose reputation is kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.access.sending import DEFAULT_FORMS, grant_send
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import names, permissions
from ses_constructs.facts.advice import AdviceStatus, SendingStatus
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.service_rule import service_rule
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tags import check_tags

from .tenant_suppression import TenantSuppression

if TYPE_CHECKING:
    from aws_cdk import aws_events as events
    from aws_cdk import aws_iam as iam
    from aws_cdk.interfaces import aws_ses as refs


class ReputationPolicy(StrEnum):
    """When SES by itself stops a tenant. Source: schema of ``AWS::SES::Tenant``, ``ReputationEntityPolicy``."""

    NONE = "none"
    """Never."""
    STANDARD = "standard"
    """On findings of high impact."""
    STRICT = "strict"
    """On any finding."""


@checks_types
class Tenant(ses.CfnTenant):
    """A tenant, and what it may send with: identities, configuration sets and templates.

    Creates: ``AWS::SES::Tenant``. It is an ``aws_ses.CfnTenant`` and goes wherever the CDK asks for a tenant, such
    as ``reputation.TenantStream``.

    Mail belongs to a tenant when the request names it (``TenantName``), and is refused when it uses an identity, a
    configuration set or a template that is not listed here: also the default set of an identity. Something may
    belong to several tenants. Associations made outside of the template stay.

    Args:
        tenant_name: Up to 64 letters, digits, ``-`` and ``_``; another name is another tenant.
        identities: Domains and addresses. Left out: none.
        configuration_sets: Left out: none. Give each tenant one of its own: SES publishes reputation metrics for
            sets, and not for tenants.
        templates: Left out: none.
        reputation_policy: When SES stops the tenant by itself. Left out: standard.
        suppression: Left out: the account's list, as SES does.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: RETAIN, since a tenant's reputation is deleted with it; a first deployment that
            fails takes it back.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.
        ConflictingSettingsError: for something that is listed twice.

    API: ``CreateTenant``, ``CreateTenantResourceAssociation``, ``UpdateReputationEntityPolicy``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        tenant_name: str,
        identities: Sequence[refs.IEmailIdentityRef] = (),
        configuration_sets: Sequence[refs.IConfigurationSetRef] = (),
        templates: Sequence[refs.ITemplateRef] = (),
        reputation_policy: ReputationPolicy = ReputationPolicy.STANDARD,
        suppression: TenantSuppression | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            _check_name(tenant_name)
            check_removal(removal_policy)
            check_tags(tags if tags is not None else {})
        aws = Aws.of(scope)
        self._identities = [one.email_identity_ref.email_identity for one in identities]
        self._sets = [one.configuration_set_ref.configuration_set_name for one in configuration_sets]
        self._templates = [one.template_ref.template_id for one in templates]
        resources = _arns(aws, self._identities, self._sets, self._templates)
        with located(scope, id):
            _check_once(resources)
        super().__init__(
            scope,
            id,
            tenant_name=tenant_name,
            resource_associations=[
                ses.CfnTenant.ResourceAssociationProperty(resource_arn=arn) for arn in resources
            ]
            or None,
            reputation_entity=ses.CfnTenant.ReputationEntityProperty(
                policy=ses.CfnTenant.ReputationPolicyProperty(
                    reputation_entity_policy=f"arn:{aws.partition}:ses:{aws.region}:aws:reputation-policy/"
                    f"{reputation_policy}"
                )
            ),
            suppression_attributes=None if suppression is None else suppression.attributes,
            tags=None if not tags else [cdk.CfnTag(key=key, value=value) for key, value in tags.items()],
        )
        apply_removal(self, removal_policy)

    def on_sending_status(
        self,
        id: str,
        *,
        statuses: Sequence[SendingStatus] = tuple(SendingStatus),
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
        """Calls a target when this tenant, and no other, is stopped or may send again.

        Whoever did it: SES by its policy, AWS, a guard or a person. Events may come late, twice or not at all.

        Args:
            id: Construct id of the rule.
            statuses: Left out: both.
            target: Any target of ``aws_events_targets``. Left out: none yet; ``add_target()`` of the rule.
            description: Of the rule. Left out: one that names the tenant.

        Raises:
            InvalidSettingError: for an empty list, which would match nothing.

        Source: EventBridge reference, Amazon Simple Email Service events.
        """
        text = description if description is not None else f"Sending status of tenant {self.tenant_name}"
        return self._rule(id, statuses, statuses, target=target, description=text)

    def on_recommendation(
        self,
        id: str,
        *,
        statuses: Sequence[AdviceStatus] = (AdviceStatus.OPEN,),
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
        """Calls a target when SES finds something about the reputation of this tenant, before it stops the tenant.

        ``detail.data`` says what it is, ``detail.metadata`` of which type and impact. Events may come late, twice
        or not at all.

        Args:
            id: Construct id of the rule.
            statuses: Left out: what is new; with ``AdviceStatus.RESOLVED`` also what is settled.
            target: As of :meth:`on_sending_status`.
            description: As of :meth:`on_sending_status`.

        Raises:
            InvalidSettingError: for an empty list, which would match nothing.

        Guide: Tenants, Setting up EventBridge notifications.
        """
        kinds = [kind for status in statuses for kind in status.of_a_tenant]
        text = description if description is not None else f"Findings about tenant {self.tenant_name}"
        return self._rule(id, statuses, kinds, target=target, description=text)

    def _rule(
        self,
        id: str,
        statuses: Sequence[object],
        detail_types: Sequence[str],
        *,
        target: events.IRuleTarget | None,
        description: str,
    ) -> events.Rule:
        if not statuses:
            with located(self, id):
                raise InvalidSettingError("statuses", statuses, "matches nothing", fix="leave statuses out")
        return service_rule(
            self,
            id,
            detail_types=detail_types,
            resources=[self.attr_arn],
            target=target,
            description=description,
        )

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        forms: Sequence[SendForm] = DEFAULT_FORMS,
        limits: SendLimits | None = None,
    ) -> iam.Grant:
        """Lets the grantee send with everything that is listed here.

        IAM has no condition for a tenant: what several tenants share, the grantee may use for any of them.

        Args:
            grantee: A role, a function, a user.
            forms: Left out: formatted and raw.
            limits: Left out: none.

        Raises:
            ConflictingSettingsError: without an identity, or when a form does not support a limit.
        """
        with located(self):
            if not self._identities:
                raise ConflictingSettingsError(
                    f"tenant {self.tenant_name!r} has no identity to send from", fix="list one in identities="
                )
            grants = [
                grant_send(
                    grantee,
                    aws=Aws.of(self),
                    identity=identity,
                    configuration_sets=self._sets,
                    templates=self._templates,
                    forms=forms,
                    limits=limits,
                )
                for identity in self._identities
            ]
        whole = grants[0]
        for one in grants[1:]:
            whole = whole.combine(one)
        return whole


def _check_name(name: str) -> None:
    if is_known(name) and names.TENANT.fullmatch(name) is None:
        raise InvalidSettingError(
            "tenant_name", name, "is no name of a tenant", fix="use up to 64 letters, digits, '-' and '_'"
        )


def _arns(
    aws: Aws, identities: Sequence[str], configuration_sets: Sequence[str], templates: Sequence[str]
) -> list[str]:
    stem = {"partition": aws.partition, "region": aws.region, "account": aws.account}
    return [
        *(permissions.identity_arn(**stem, identity=name) for name in identities),
        *(permissions.configuration_set_arn(**stem, name=name) for name in configuration_sets),
        *(permissions.template_arn(**stem, name=name) for name in templates),
    ]


def _check_once(arns: Sequence[str]) -> None:
    for arn in arns:
        if arns.count(arn) > 1:
            raise ConflictingSettingsError(
                f"{arn.rpartition(':')[2]} is listed twice", fix="list each identity, set and template once"
            )
