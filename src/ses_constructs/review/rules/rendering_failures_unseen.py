"""Who sends templates should hear when one fails."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET, publishes
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="rendering-failures-unseen",
    severity=Severity.WARNING,
    why=(
        "When a variable is missing SES accepts the call, drops the mail, and tells of it only by a "
        "renderingFailure event."
    ),
    cure="Add renderingFailure to an event destination.",
    source="Guide: Using templates to send personalized email",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    templates = list(assembly.resources("AWS::SES::Template"))
    sets = list(assembly.resources(CONFIGURATION_SET))
    if templates and sets and all(publishes(assembly, one, Event.RENDERING_FAILURE) is False for one in sets):
        yield RULE.at(templates[0].place, "no configuration set publishes renderingFailure events")
