"""A pause that fails must not vanish."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import pausing_functions
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import function_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="pause-function-without-dead-letters",
    severity=Severity.WARNING,
    why="When SES refuses the pause three times the event is dropped, and mail keeps flowing.",
    cure="Give the function DeadLetterConfig, or an on-failure destination, and an alarm on it.",
    source=("Guide: Automatically pausing email sending; Lambda: Retaining records of asynchronous invocations"),
)


def check(assembly: Assembly) -> Iterator[Finding]:
    configured = [one.get("FunctionName") for one in assembly.resources("AWS::Lambda::EventInvokeConfig")]
    kept = {function_of(value) for value in configured}
    for function in pausing_functions(assembly):
        own = [function.get(name) for name in ("DeadLetterConfig", "DeadLetterQueue", "EventInvokeConfig")]
        if all(value.absent for value in own) and function not in kept:
            yield RULE.at(function.place, "events that the function fails on are dropped")
