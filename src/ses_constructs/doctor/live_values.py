"""What references of a deployed template stand for: CloudFormation's answers, and those of SES for DKIM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ses_constructs.dns.assembly import SynthesizedStack
from ses_constructs.dns.deployment import CloudFormation

if TYPE_CHECKING:
    import boto3

_ARNS = {
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:{id}",
    "AWS::S3::Bucket": "s3:::{id}",
    # The physical id of a queue is its URL, of a topic its ARN.
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
}
"""The ARN of a resource by its type. AWS service reference."""
_DKIM = re.compile(r"(?P<id>[^.]+)\.DkimDNSToken(?P<part>Name|Value)(?P<number>[123])")


class LiveValues:
    """Looks references of one stack up.

    Args:
        session: A boto3 session of the stack's account and region.
        physical_ids: By logical id, of the resources that exist.
    """

    def __init__(self, session: boto3.Session, physical_ids: Mapping[str, str]) -> None:
        self._session = session
        self._physical_ids = physical_ids
        self._formation = CloudFormation(session)
        self._tokens: dict[str, tuple[list[str], str]] = {}

    def outputs(self, stack: SynthesizedStack) -> Mapping[str, str]:
        """Value by logical id of the output."""
        return self._formation.outputs(stack)

    def value(self, stack: SynthesizedStack, reference: str) -> str | None:
        """What a reference stands for; None when it cannot be read back."""
        if reference in self._physical_ids:
            return self._physical_ids[reference]
        arn = self._arn(stack, reference)
        if arn is not None:
            return arn
        dkim = _DKIM.fullmatch(reference)
        if dkim is None or dkim["id"] not in self._physical_ids:
            return self._formation.value(stack, reference)
        domain = self._physical_ids[dkim["id"]]
        tokens, host = self._dkim(domain)
        at = int(dkim["number"]) - 1
        if at >= len(tokens) or not host:
            # An own key has no tokens, and a boto3 of before 2025 does not hear the host.
            return self._formation.value(stack, reference)
        return f"{tokens[at]}._domainkey.{domain}" if dkim["part"] == "Name" else f"{tokens[at]}.{host}"

    def _arn(self, stack: SynthesizedStack, reference: str) -> str | None:
        logical_id, _, attribute = reference.partition(".")
        pattern = _ARNS.get(str(stack.section("Resources").get(logical_id, {}).get("Type")))
        if attribute != "Arn" or pattern is None or logical_id not in self._physical_ids:
            return None
        names = ("AWS::Partition", "AWS::Region", "AWS::AccountId")
        partition, region, account = (self._formation.value(stack, name) for name in names)
        id = self._physical_ids[logical_id]
        end = pattern.format(region=region, account=account, id=id, name=id.rpartition("/")[2])
        return f"arn:{partition}:{end}"

    def _dkim(self, domain: str) -> tuple[list[str], str]:
        """Tokens of a domain, and the zone their records point into; none of one that is gone."""
        if domain not in self._tokens:
            ses = self._session.client("sesv2")
            try:
                found = ses.get_email_identity(EmailIdentity=domain).get("DkimAttributes", {})
            except ses.exceptions.NotFoundException:
                found = {}
            self._tokens[domain] = found.get("Tokens", []), found.get("SigningHostedZone", "")
        return self._tokens[domain]
