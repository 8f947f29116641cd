"""Numbers and advice about how mail arrives, for the whole account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.access.acknowledging import acknowledge, acknowledge_all_of
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import action_sets, permissions
from ses_constructs.facts.advice import AdviceStatus, AdvisorFinding
from ses_constructs.shared import Aws, located
from ses_constructs.shared.owner import claim
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.service_rule import service_rule
from ses_constructs.shared.setting_types import checks_types

from .vdm_owners import VdmOwners

if TYPE_CHECKING:
    from aws_cdk import aws_events as events
    from aws_cdk import aws_iam as iam
    from aws_cdk.interfaces import aws_ses as refs

_ALL = "whoever reads the numbers of the account may read those of every identity and configuration set"
_NO_RESOURCE = "these actions apply to no resource that IAM could name"


@checks_types
class VirtualDeliverabilityManager(Construct):
    """Switches the Virtual Deliverability Manager (VDM) on, with both of its features said outright.

    Creates: ``AWS::SES::VdmAttributes``, and a parameter that names this stack as the owner.
    Costs: a fee for each message that the account sends in this region.
    On delete: VDM is switched off; its numbers go after 60 days.

    A region has one: a second one in the app is refused, one of ``aws_ses`` too, and a second stack
    of this package fails to deploy.
    A configuration set may choose otherwise: ``configuration_sets.VdmOverrides``.

    Args:
        engagement_metrics: Counts opens and clicks, for which SES adds a pixel and rewrites links in mail of every
            configuration set that does not choose otherwise. Left out: false.
        optimized_shared_delivery: Lets SES choose when mail leaves by shared IP addresses, which may delay it; it
            does nothing for dedicated ones. Left out: false.
        removal_policy: RETAIN leaves VDM on when the stack is deleted. Left out: DESTROY.

    Raises:
        InvalidSettingError: for SNAPSHOT.
        ConflictingSettingsError: when the app has another one for this account and region.

    Guide: Getting started with Virtual Deliverability Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        engagement_metrics: bool = False,
        optimized_shared_delivery: bool = False,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            check_removal(removal_policy)
            first = claim(self, "virtual deliverability manager")
        made = ses.CfnVdmAttributes(
            self,
            "Attributes",
            dashboard_attributes=ses.CfnVdmAttributes.DashboardAttributesProperty(
                engagement_metrics=_switch(engagement_metrics)
            ),
            guardian_attributes=ses.CfnVdmAttributes.GuardianAttributesProperty(
                optimized_shared_delivery=_switch(optimized_shared_delivery)
            ),
        )
        made.apply_removal_policy(removal_policy)
        made.node.add_dependency(first)
        self.node.add_validation(VdmOwners(made))

    def on_recommendation(
        self,
        id: str,
        *,
        findings: Sequence[AdvisorFinding] | None = None,
        statuses: Sequence[AdviceStatus] = (AdviceStatus.OPEN,),
        identities: Sequence[refs.IEmailIdentityRef] | None = None,
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
        """Calls a target when the advisor finds something, such as a record that is missing.

        ``reputation.AccountMonitor`` tells people all of it; this is for choosing, and for other targets. Events
        may come late, twice or not at all: the list is what ``ListRecommendations`` says.

        Args:
            id: Construct id of the rule.
            findings: Left out: all.
            statuses: Left out: what is new; with ``AdviceStatus.RESOLVED`` also what is settled.
            identities: Left out: all of the account.
            target: Any target of ``aws_events_targets``. Left out: none yet; ``add_target()`` of the rule.
            description: Of the rule. Left out: one that says what it hears.

        Raises:
            InvalidSettingError: for an empty list, which would match nothing.

        Guide: Virtual Deliverability Manager advisor events on EventBridge.
        """
        with located(self, id):
            _check_some(findings=findings, statuses=statuses, identities=identities)
        return service_rule(
            self,
            id,
            detail_types=statuses,
            resources=None if identities is None else [self._identity(one) for one in identities],
            detail=None if findings is None else {"data": [str(finding) for finding in findings]},
            target=target,
            description=description if description is not None else "Advice of Amazon SES about identities",
        )

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read VDM's numbers and the advisor's recommendations. No addresses are among them.

        API: ``BatchGetMetricData``, ``ListRecommendations``.
        """
        from aws_cdk import aws_iam as iam

        aws = Aws.of(self)
        everything = [aws.arn("ses", "identity/*"), aws.arn("ses", "configuration-set/*")]
        for kind in ("identity", "configuration-set"):
            acknowledge_all_of(grantee, aws, kind, _ALL)
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(action_sets.READ_VDM), resource_arns=everything
        )

    def grant_message_insights(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee look single messages up, with subject and recipients: for people who help senders.

        API: ``GetMessageInsights``.
        """
        from aws_cdk import aws_iam as iam

        acknowledge(grantee, "*", _NO_RESOURCE)
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(action_sets.READ_MESSAGES), resource_arns=["*"]
        )

    def _identity(self, identity: refs.IEmailIdentityRef) -> str:
        aws = Aws.of(self)
        return permissions.identity_arn(
            partition=aws.partition,
            region=aws.region,
            account=aws.account,
            identity=identity.email_identity_ref.email_identity,
        )


def _switch(on: bool) -> str:
    return "ENABLED" if on else "DISABLED"


def _check_some(**lists: Sequence[object] | None) -> None:
    for setting, values in lists.items():
        if values is not None and not values:
            raise InvalidSettingError(setting, values, "matches nothing", fix=f"leave {setting} out, or give one")
