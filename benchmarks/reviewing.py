"""Reviews a template of 500 resources beside cfn-lint on the same file: ``python -m benchmarks.reviewing``."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.run import Measured, measured

STREAMS = 50
"""Each has ten resources of ten types."""
_AT_MOST = 0.1
"""Of cfn-lint's time."""
_ASSUME: dict[str, object] = {
    "Effect": "Allow",
    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def template() -> dict[str, object]:
    """A mail platform as people write them: for each stream a domain, its records, rules, alarms and senders."""
    resources: dict[str, object] = {}
    for number in range(STREAMS):
        resources |= {f"{name}{number}": body for name, body in _stream(number).items()}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def _stream(number: int) -> dict[str, object]:
    domain = f"d{number}.example.com"
    owner, topic, role = {"Ref": f"Set{number}"}, {"Ref": f"Topic{number}"}, f"Role{number}"
    return {
        "Set": _resource("SES::ConfigurationSet", ReputationOptions={"ReputationMetricsEnabled": True}),
        "Topic": _resource("SNS::Topic"),
        "TopicPolicy": _resource("SNS::TopicPolicy", Topics=[topic], PolicyDocument=_publish(topic)),
        "Problems": _resource(
            "SES::ConfigurationSetEventDestination",
            ConfigurationSetName=owner,
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["bounce", "complaint", "reject"],
                "SnsDestination": {"TopicARN": topic},
            },
        ),
        "Domain": _resource(
            "SES::EmailIdentity",
            EmailIdentity=domain,
            ConfigurationSetAttributes={"ConfigurationSetName": owner},
            MailFromAttributes={"MailFromDomain": f"bounce.{domain}"},
        ),
        "Records": _resource(
            "Route53::RecordSetGroup", HostedZoneName=f"{domain}.", RecordSets=_records(number, domain)
        ),
        "Bounces": _resource("CloudWatch::Alarm", **_alarm("Reputation.BounceRate", 0.05, owner, topic)),
        "Complaints": _resource("CloudWatch::Alarm", **_alarm("Reputation.ComplaintRate", 0.001, owner, topic)),
        "Role": _resource("IAM::Role", AssumeRolePolicyDocument=_document(_ASSUME)),
        "Send": _resource(
            "IAM::Policy",
            PolicyName="send",
            Roles=[{"Ref": role}],
            PolicyDocument=_document(_send(number, domain)),
        ),
    }


def _resource(type_name: str, **properties: object) -> dict[str, object]:
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"} if "Identity" in type_name else {}
    return {"Type": f"AWS::{type_name}", "Properties": properties, **kept}


def _document(statement: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [statement]}


def _publish(topic: object) -> dict[str, object]:
    principal = {"Service": "ses.amazonaws.com"}
    source = {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}}
    allow = {"Effect": "Allow", "Principal": principal, "Action": "sns:Publish", "Resource": topic}
    return _document({**allow, "Condition": source})


def _send(number: int, domain: str) -> dict[str, object]:
    stem = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
    names = (f"identity/{domain}", f"configuration-set/${{Set{number}}}")
    return {
        "Effect": "Allow",
        "Action": "ses:SendEmail",
        "Resource": [{"Fn::Sub": f"{stem}:{name}"} for name in names],
    }


def _records(number: int, domain: str) -> list[dict[str, object]]:
    host = {"Fn::Sub": "10 feedback-smtp.${AWS::Region}.amazonses.com"}
    dkim = [
        (_attribute(number, f"Name{token}"), "CNAME", _attribute(number, f"Value{token}")) for token in (1, 2, 3)
    ]
    texts = [
        (f"_dmarc.{domain}", "TXT", f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"'),
        (f"bounce.{domain}", "TXT", '"v=spf1 include:amazonses.com -all"'),
        (f"bounce.{domain}", "MX", host),
    ]
    return [
        {"Name": name, "Type": kind, "TTL": "300", "ResourceRecords": [value]}
        for name, kind, value in [*dkim, *texts]
    ]


def _attribute(number: int, part: str) -> dict[str, object]:
    return {"Fn::GetAtt": [f"Domain{number}", f"DkimDNSToken{part}"]}


def _alarm(metric: str, threshold: float, owner: object, topic: object) -> dict[str, object]:
    return {
        "Namespace": "AWS/SES",
        "MetricName": metric,
        "Dimensions": [{"Name": "ses:configuration-set", "Value": owner}],
        "Statistic": "Maximum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "ignore",
        "AlarmActions": [topic],
    }


def main(rounds: int = 5) -> None:
    """Runs both in turn and prints a table.

    Raises:
        SystemExit: when one of them finds something, or the review takes more than a tenth of cfn-lint's time.
    """
    with tempfile.TemporaryDirectory(prefix="ses-constructs-bench-") as name:
        file = Path(name) / "platform.template.json"
        file.write_text(json.dumps(template(), indent=1))
        ways = {
            "review": [sys.executable, "-m", "ses_constructs.review", str(file)],
            "cfn-lint": [
                str(Path(sys.executable).with_name("cfn-lint")),
                "--regions",
                "eu-west-1",
                "--",
                str(file),
            ],
        }
        results: dict[str, list[Measured]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, command in ways.items():
                results[way].append(measured(command, dict(os.environ)))
        kilobytes = file.stat().st_size / 1000
    seconds = {way: statistics.median(one.seconds for one in found) for way, found in results.items()}
    memory = {way: max(one.megabytes for one in found) for way, found in results.items()}
    ratio = seconds["review"] / seconds["cfn-lint"]
    print(f"\nA template of {10 * STREAMS} resources, {kilobytes:.0f} kB; medians of {rounds} rounds\n")
    print("| | seconds, start to exit | peak MB |\n|---|---|---|")
    for way in ways:
        print(f"| {way} | {seconds[way]:.2f} | {memory[way]:.0f} |")
    print(f"\nreview / cfn-lint: {ratio:.3f}", flush=True)
    if ratio > _AT_MOST:
        raise SystemExit(f"the review took {ratio:.2f} of cfn-lint's time; the limit is {_AT_MOST}")


if __name__ == "__main__":
    main()
