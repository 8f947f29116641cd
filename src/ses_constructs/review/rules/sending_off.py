"""A set that is switched off refuses every send."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="sending-off",
    severity=Severity.NOTE,
    why="Mail sent with it fails with ConfigurationSetSendingPausedException.",
    cure="Leave SendingOptions out, or set SendingEnabled to true.",
    source="API: SendingOptions",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        enabled = configuration_set.get("SendingOptions.SendingEnabled")
        if enabled.flag is False:
            yield RULE.at(enabled.place, "sending is off")
