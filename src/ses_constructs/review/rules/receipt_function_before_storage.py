"""Mail must be stored before a function looks for it."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import actions
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-function-before-storage",
    severity=Severity.WARNING,
    why=(
        "A function gets headers and verdicts, not the message: when it runs before the S3 action, the "
        "object is not there yet."
    ),
    cure="Put the S3 action before the Lambda action.",
    source="Guide: Invoke Lambda function action",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        kinds = [action.kind for action in actions(rule)]
        if "S3Action" in kinds and "LambdaAction" in kinds[: kinds.index("S3Action")]:
            function = next(action for action in actions(rule) if action.kind == "LambdaAction")
            # A function that SES waits for may be there to decide whether the mail is stored at all.
            if function.settings.get("InvocationType").literal != "RequestResponse":
                yield RULE.at(function.settings.place, "the function is invoked before the mail is stored")
