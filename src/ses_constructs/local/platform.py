"""A deployed mail platform, read back through the AWS API: what the walk-through asks and does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from ses_constructs.errors import SesConstructsError
from ses_constructs.local.emulator import Emulator

T = TypeVar("T")
_PATIENCE_SECONDS = 60.0


class NotSeenError(SesConstructsError):
    """Something that should have happened did not, or not in time."""


class Platform:
    """What the four stacks of ``app.py`` made.

    Args:
        emulator: Where it is deployed.
    """

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.ses = emulator.client("sesv2")

    def physical_id(self, stack: str, type: str, logical_prefix: str) -> str:
        """The physical id of the one resource of a type whose logical id starts so."""
        resources = self.emulator.client("cloudformation").describe_stack_resources(StackName=stack)
        found = [
            resource["PhysicalResourceId"]
            for resource in resources["StackResources"]
            if resource["ResourceType"] == type and resource["LogicalResourceId"].startswith(logical_prefix)
        ]
        if len(found) != 1:
            raise NotSeenError(
                f"{len(found)} resources {type} {logical_prefix}* in stack {stack}", fix="look at it"
            )
        return found[0]

    def zone_records(self, zone_id: str) -> set[tuple[str, str]]:
        """Name and type of every record of a hosted zone but its own NS and SOA."""
        route53 = self.emulator.client("route53")
        records = route53.list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
        return {(r["Name"].rstrip("."), r["Type"]) for r in records if r["Type"] not in ("NS", "SOA")}

    def verification(self, domain: str) -> tuple[bool, str, str]:
        """Whether a domain may send, and the states of DKIM and MAIL FROM."""
        identity = self.ses.get_email_identity(EmailIdentity=domain)
        return (
            identity["VerifiedForSendingStatus"],
            identity["DkimAttributes"]["Status"],
            identity["MailFromAttributes"]["MailFromDomainStatus"],
        )

    def configuration_set_of(self, domain: str) -> str:
        """The name of the default configuration set of a domain."""
        name: str = self.ses.get_email_identity(EmailIdentity=domain)["ConfigurationSetName"]
        return name

    def send(self, domain: str, to: str) -> str:
        """Sends one mail from a domain and returns its message id."""
        sent = self.ses.send_email(
            FromEmailAddress=f"hello@{domain}",
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        )
        return sent["MessageId"]

    def is_sending(self, configuration_set: str) -> bool:
        """Whether a configuration set may send."""
        options = self.ses.get_configuration_set(ConfigurationSetName=configuration_set)["SendingOptions"]
        return options["SendingEnabled"]

    def messages(self, queue_url: str) -> Iterator[str]:
        """Takes all messages that are in a queue now."""
        sqs = self.emulator.client("sqs")
        while True:
            taken = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", [])
            if not taken:
                return
            for message in taken:
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
                yield message["Body"]

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Key and content of every object of a bucket."""
        s3 = self.emulator.client("s3")
        listed = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {item["Key"]: s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read() for item in listed}

    def empty(self, bucket: str) -> None:
        """Deletes every object, without which CloudFormation cannot delete a bucket."""
        s3 = self.emulator.client("s3")
        for key in self.objects(bucket):
            s3.delete_object(Bucket=bucket, Key=key)

    def listen(self, topic_arn: str) -> str:
        """Subscribes a new queue to a topic and returns its URL."""
        sqs, sns = self.emulator.client("sqs"), self.emulator.client("sns")
        url: str = sqs.create_queue(QueueName="listener")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _policy_for(arn, topic_arn)})
        sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn)
        return url

    def invoke(self, function: str, event: dict[str, str]) -> dict[str, object]:
        """Invokes a function and returns its answer.

        Raises:
            NotSeenError: when the function failed; with what it said.
        """
        answer = self.emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
        body = answer["Payload"].read().decode()
        if answer.get("FunctionError"):
            raise NotSeenError(f"function {function} failed: {body}", fix=f"read {self.emulator.log}")
        result: dict[str, object] = json.loads(body)
        return result

    def leftovers(self) -> list[str]:
        """Every resource that a mail platform makes and that still exists."""
        client = self.emulator.client
        stacks = client("cloudformation").describe_stacks()["Stacks"]
        zones = client("route53").list_hosted_zones()["HostedZones"]
        named = {
            "stack": [s["StackName"] for s in stacks if s["StackName"] != "CDKToolkit"],
            "identity": [i["IdentityName"] for i in self.ses.list_email_identities()["EmailIdentities"]],
            "configuration set": self.ses.list_configuration_sets()["ConfigurationSets"],
            "rule set": [s["Name"] for s in client("ses").list_receipt_rule_sets()["RuleSets"]],
            "record": [f"{n} {t}" for zone in zones for n, t in sorted(self.zone_records(zone["Id"]))],
            "topic": [t["TopicArn"] for t in client("sns").list_topics()["Topics"]],
            "queue": client("sqs").list_queues().get("QueueUrls", []),
            "function": [f["FunctionName"] for f in client("lambda").list_functions()["Functions"]],
            "alarm": [a["AlarmName"] for a in client("cloudwatch").describe_alarms()["MetricAlarms"]],
            "stream": client("firehose").list_delivery_streams()["DeliveryStreamNames"],
            "bucket": [
                b["Name"] for b in client("s3").list_buckets()["Buckets"] if not b["Name"].startswith("cdk-")
            ],
            "log group": [g["logGroupName"] for g in client("logs").describe_log_groups()["logGroups"]],
            "rule": [r["Name"] for r in client("events").list_rules()["Rules"]],
            "role": [
                r["RoleName"] for r in client("iam").list_roles()["Roles"] if not r["RoleName"].startswith("cdk-")
            ],
        }
        return [f"{kind} {name}" for kind, names in named.items() for name in names]


def _policy_for(queue_arn: str, topic_arn: str) -> str:
    """Lets one topic write to a queue."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def wait_for(what: str, ask: Callable[[], T | None], *, patience: float = _PATIENCE_SECONDS) -> T:
    """Asks until the answer is neither ``None`` nor false.

    Raises:
        NotSeenError: after ``patience`` seconds; names what was waited for.
    """
    deadline = time.monotonic() + patience
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise NotSeenError(f"waited {patience:g} s in vain for: {what}", fix="look into the emulator's log")
        time.sleep(0.02)
