"""Permissions must exist before the rule that needs them."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, policies_of, statements_of
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import Action, actions, function_of
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="receipt-rule-before-permission",
    severity=Severity.ERROR,
    why=("SES tries the bucket, topic or function when it makes the rule; now and then the deployment fails."),
    cure="Add DependsOn with the policy or permission to the rule.",
    source="API: CreateReceiptRule (InvalidS3Configuration, InvalidSnsTopic, InvalidLambdaFunction)",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        for action in actions(rule):
            for permission in _permissions(assembly, action):
                if permission.template is rule.template and not rule.waits_for(permission):
                    problem = f"the rule does not wait for {permission.logical_id}"
                    yield RULE.at(
                        action.settings.place, problem, cure=f"Add {permission.logical_id} to its DependsOn."
                    )


def _permissions(assembly: Assembly, action: Action) -> Iterator[Resource]:
    """Policies and permissions that let SES do what an action asks."""
    if action.settings.get("IamRoleArn").present:
        # API reference, S3Action: the role, and only the role, is used for all that the action touches.
        return
    bucket = action.settings.get("BucketName")
    if bucket.present:
        yield from _policies(assembly, bucket.names("AWS::S3::Bucket"))
    topic = action.settings.get("TopicArn")
    if topic.present:
        yield from _policies(assembly, topic.names("AWS::SNS::Topic"))
    function = action.settings.get("FunctionArn")
    for permission in assembly.resources("AWS::Lambda::Permission") if function.present else ():
        target = function_of(function)
        admits = permission.get("Principal").literal == SES
        if admits and target is not None and function_of(permission.get("FunctionName")) is target:
            yield permission


def _policies(assembly: Assembly, target: Resource | None) -> Iterator[Resource]:
    for policy in policies_of(assembly, target) if target is not None else ():
        if any(statement.admits(SES) for statement in statements_of(assembly, policy)):
            yield policy
