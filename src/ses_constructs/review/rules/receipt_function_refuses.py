"""SES must be allowed to invoke the function."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES
from ses_constructs.review.receiving import actions_of_kind, function_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-function-refuses",
    severity=Severity.ERROR,
    why="SES refuses the rule, so the deployment fails.",
    cure="Add AWS::Lambda::Permission for ses.amazonaws.com, with SourceAccount and SourceArn.",
    source="Guide: Giving permissions to Amazon SES for email receiving",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    permissions = list(assembly.resources("AWS::Lambda::Permission"))
    for action in actions_of_kind(assembly, "LambdaAction"):
        function = function_of(action.settings.get("FunctionArn"))
        if function is None:
            continue
        admitted = [one for one in permissions if function_of(one.get("FunctionName")) in (function, None)]
        if not any(one.get("Principal").literal in (SES, None) for one in admitted):
            yield RULE.at(action.settings.place, f"no permission lets {SES} invoke {function.logical_id}")
