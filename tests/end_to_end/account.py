"""An account of the emulator, read back through the AWS API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import Platform, wait_for

CUSTOMER = "customer@mail.test"
"""Delivered, as everybody's mail is who is not one of the emulator's special recipients."""
Record = dict[str, Any]


class Account(Platform):
    """What the walk-through can ask, and what only the tests want to know."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__(emulator)
        self._taken: dict[str, list[str]] = {}

    def records(self, zone_id: str) -> dict[tuple[str, str], list[str]]:
        """Name and type of every record of a zone but its own NS and SOA, with the values."""
        found = self.emulator.client("route53").list_resource_record_sets(HostedZoneId=zone_id)
        return {
            (record["Name"].rstrip("."), record["Type"]): [value["Value"] for value in record["ResourceRecords"]]
            for record in found["ResourceRecordSets"]
            if record["Type"] not in ("NS", "SOA")
        }

    def taken(self, queue_url: str) -> list[Record]:
        """All that has come to a queue so far; what came by a topic without its envelope where that is JSON."""
        bodies = self._taken.setdefault(queue_url, [])
        bodies.extend(self.messages(queue_url))
        return [_opened(json.loads(body)) for body in bodies]

    def hear_bus(self) -> str:
        """Makes a queue that gets every event of SES from the bus, and returns its URL."""
        sqs, events = self.emulator.client("sqs"), self.emulator.client("events")
        url: str = sqs.create_queue(QueueName="bus-listener")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        rule = events.put_rule(Name="bus-listener", EventPattern=json.dumps({"source": ["aws.ses"]}))["RuleArn"]
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        events.put_targets(Rule="bus-listener", Targets=[{"Id": "queue", "Arn": arn}])
        return url

    def lines(self, bucket: str) -> list[Record]:
        """Every record that Firehose wrote to a bucket."""
        return [json.loads(line) for body in self.objects(bucket).values() for line in body.splitlines()]

    def metric_sum(self, name: str, dimensions: Mapping[str, str]) -> float:
        """The sum of the last hour of a metric of SES with exactly these dimensions."""
        now = datetime.now(UTC)
        points = self.emulator.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/SES",
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    def alarms_in(self, state: str) -> list[str]:
        """Names of the alarms in a state."""
        found = self.emulator.client("cloudwatch").describe_alarms(StateValue=state)  # type: ignore[arg-type]
        return [alarm["AlarmName"] for alarm in found["MetricAlarms"]]

    def alarms_about_mail(self) -> list[str]:
        """Names of the alarms in ALARM but the heartbeats'.

        A heartbeat comes every few minutes of real time, while the periods of the alarms pass faster here.
        """
        return [name for name in self.alarms_in("ALARM") if "Heartbeat" not in name]

    def log(self, function: str) -> list[Record]:
        """What a function of ours has said: one JSON object a line."""
        config = self.emulator.client("lambda").get_function_configuration(FunctionName=function)
        group = config["LoggingConfig"]["LogGroup"]
        said = self.emulator.client("logs").filter_log_events(logGroupName=group)["events"]
        lines = [line for event in said for line in event["message"].splitlines()]
        return [json.loads(line) for line in lines if line.startswith("{")]

    def refusal(self, domain: str) -> str:
        """The code with which SES refuses a mail from a domain; empty when it takes it."""
        try:
            self.send(domain, CUSTOMER)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return ""

    def wait_until_verified(self, domain: str) -> None:
        """Until SES has found the DKIM records of a domain."""

        def verified() -> bool:
            return self.ses.get_email_identity(EmailIdentity=domain)["VerifiedForSendingStatus"]

        wait_for(f"{domain} to be verified", verified, patience=15)

    def wait_until_sending(self, domain: str) -> None:
        """Until SES has found all records of a domain that has a MAIL FROM domain."""
        verified = (True, "SUCCESS", "SUCCESS")
        wait_for(f"{domain} to be verified", lambda: self.verification(domain) == verified, patience=15)


def _opened(body: Record) -> Record:
    message = body.get("Message")
    if not isinstance(message, str):
        return body
    return json.loads(message) if message.startswith("{") else body
