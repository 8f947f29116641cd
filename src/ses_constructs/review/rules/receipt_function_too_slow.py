"""SES waits 30 seconds for a function that decides."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import quotas
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import actions_of_kind, function_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-function-too-slow",
    severity=Severity.ERROR,
    why=("A function that runs longer is taken as failed, and the mail is handled as if it had said nothing."),
    cure="Set the function's Timeout to 30 or less, or invoke it as Event.",
    source="Guide: Invoke Lambda function action",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for action in actions_of_kind(assembly, "LambdaAction"):
        function = function_of(action.settings.get("FunctionArn"))
        if function is None or action.settings.get("InvocationType").literal != "RequestResponse":
            continue
        seconds = function.get("Timeout").number
        if seconds is not None and seconds > quotas.SYNCHRONOUS_LAMBDA_SECONDS:
            problem = f"SES waits for {function.logical_id}, which may run {seconds:.0f} seconds"
            yield RULE.at(action.settings.place, problem)
