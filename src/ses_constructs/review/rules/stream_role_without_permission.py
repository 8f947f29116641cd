"""SES needs a role to write to a Firehose stream."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, granted_to, has_foreign_policies, statements_of
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="stream-role-without-permission",
    severity=Severity.ERROR,
    why="Events are dropped without a trace, or the destination is refused.",
    cure="Let ses.amazonaws.com assume the role, and allow it firehose:PutRecordBatch on the stream.",
    source="Guide: Set up an Amazon Data Firehose event destination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        named = destination.settings.get("KinesisFirehoseDestination.IAMRoleARN")
        role = named.names("AWS::IAM::Role") if named.present else None
        if role is None:
            continue
        trust = [one for one in statements_of(assembly, role) if one.trust]
        if trust and all(one.is_understood for one in trust) and not any(one.admits(SES) for one in trust):
            yield RULE.at(named.place, f"role {role.logical_id} does not trust {SES}")
        granted = granted_to(assembly, role)
        unsure = has_foreign_policies(role) or any(not one.value.get("Action").complete for one in granted)
        if not unsure and not any(one.allows and one.covers("firehose:PutRecordBatch") for one in granted):
            yield RULE.at(named.place, f"role {role.logical_id} may not call firehose:PutRecordBatch")
