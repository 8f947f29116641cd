"""How do I see what Mail Manager does with each message, and hear when it loses one or when no more come?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.mail_manager import (
    DropAction,
    FailedActionsAlarm,
    IngressAccess,
    IngressPoint,
    Mail,
    MailManagerLog,
    RuleSet,
    S3Action,
    SilenceAlarm,
    Traffic,
    TrafficPolicy,
    Verdict,
)


class LoggedGateway(cdk.Stack):
    """Mail is kept unless its sender is forged; the log has messages, rules and decisions, and no address."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        bucket = s3.Bucket(
            self, "Mail", enforce_ssl=True, block_public_access=s3.BlockPublicAccess.BLOCK_ALL, versioned=True
        )
        reason = "only Mail Manager writes here, and its log has each write"
        cdk.Validations.of(bucket).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=reason))
        rules = RuleSet(self, "Rules")
        rules.add_rule("Forged", when=[Mail.spf.equals(Verdict.FAIL)], actions=[DropAction()])
        rules.add_rule("Kept", actions=[S3Action(bucket=bucket)])
        policy = TrafficPolicy(self, "Policy")
        policy.allow(Traffic.recipient.ends_with("@shop.example"))
        point = IngressPoint(
            self, "IngressPoint", access=IngressAccess.open(), traffic_policy=policy, rule_set=rules
        )

        # readme: start
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        log = MailManagerLog(self, "Log", ingress_points=[point], rule_sets=[rules], decisions=True)
        FailedActionsAlarm(self, "Failed", log=log, rule_set=rules, operators=operators)
        SilenceAlarm(self, "Silence", log=log, ingress_point=point, operators=operators)
        # readme: end
        cdk.CfnOutput(self, "Point", value=point.ingress_point_id)
        cdk.CfnOutput(self, "Group", value=log.log_group.log_group_name)
        cdk.CfnOutput(self, "RuleSet", value=rules.attr_rule_set_arn)
        cdk.CfnOutput(self, "TrafficPolicy", value=policy.attr_traffic_policy_id)
