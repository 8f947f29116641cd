"""An alarm that invokes a function needs permission."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import alarm_targets, reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import FUNCTIONS, function_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="pause-function-refuses-alarm",
    severity=Severity.ERROR,
    why="The alarm fires, the invocation is refused, and mail keeps flowing.",
    cure=(
        "Add AWS::Lambda::Permission for lambda.alarms.cloudwatch.amazonaws.com, with SourceAccount and the"
        " alarm as SourceArn."
    ),
    source="CloudWatch: Invoke a Lambda function from an alarm",
)


_PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com"


def check(assembly: Assembly) -> Iterator[Finding]:
    permissions = list(assembly.resources("AWS::Lambda::Permission"))
    for alarm in reputation_alarms(assembly):
        for function in alarm_targets(alarm.resource):
            if function.type not in FUNCTIONS:
                continue
            admitted = [one for one in permissions if function_of(one.get("FunctionName")) in (function, None)]
            if not any(one.get("Principal").literal in (_PRINCIPAL, None) for one in admitted):
                yield RULE.at(
                    alarm.resource.get("AlarmActions").place, f"{function.logical_id} does not admit the alarm"
                )
