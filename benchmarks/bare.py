"""The calls that this library makes, without the library: ``python -m benchmarks.bare 500 cdk.out``.

A real ``CfnEmailIdentity``, asked once for its logical id, and a record group as a generic resource: what is left
between this and ours is what our checks cost.
"""

from __future__ import annotations

import sys

import aws_cdk as cdk
from aws_cdk import aws_ses as ses

from benchmarks.shape import OURS, domain, stacks, zone_id


def main(domains: int, outdir: str) -> None:
    app = cdk.App(outdir=outdir)
    signing = ses.CfnEmailIdentity.DkimSigningAttributesProperty(next_signing_key_length="RSA_2048_BIT")
    for index, numbers in enumerate(stacks(domains, OURS)):
        stack = cdk.Stack(app, f"Domains{index}")
        configuration_set = ses.ConfigurationSet(
            stack,
            "Mail",
            reputation_metrics=True,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE,
            suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
        )
        default = ses.CfnEmailIdentity.ConfigurationSetAttributesProperty(
            configuration_set_name=configuration_set.configuration_set_name
        )
        feedback_host = f"feedback-smtp.{stack.region}.amazonses.com"
        for number in numbers:
            name = domain(number)
            mail_from = f"bounce.{name}"
            identity = ses.CfnEmailIdentity(
                stack,
                name,
                email_identity=name,
                dkim_signing_attributes=signing,
                mail_from_attributes=ses.CfnEmailIdentity.MailFromAttributesProperty(
                    mail_from_domain=mail_from, behavior_on_mx_failure="USE_DEFAULT_VALUE"
                ),
                configuration_set_attributes=default,
            )
            id = identity.logical_id
            record_sets = [
                _record_set(
                    {"Fn::Sub": f"${{{id}.DkimDNSTokenName{n}}}"},
                    "CNAME",
                    {"Fn::Sub": f"${{{id}.DkimDNSTokenValue{n}}}"},
                )
                for n in (1, 2, 3)
            ]
            record_sets += [
                _record_set(f"{mail_from}.", "MX", f"10 {feedback_host}"),
                _record_set(f"{mail_from}.", "TXT", '"v=spf1 include:amazonses.com ~all"'),
                _record_set(f"_dmarc.{name}.", "TXT", f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{name}"'),
            ]
            cdk.CfnResource(
                identity,
                f"Records-{name}",
                type="AWS::Route53::RecordSetGroup",
                properties={"HostedZoneId": zone_id(number), "RecordSets": record_sets},
            )
    app.synth()


def _record_set(name: object, type: str, value: object) -> dict[str, object]:
    return {"Name": name, "Type": type, "TTL": "1800", "ResourceRecords": [value]}


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
