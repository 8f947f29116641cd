"""The life of a mail platform in steps: deployed, verified, sending, bouncing, paused, resumed, destroyed."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ses_constructs.local.cdk import Cdk
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import NotSeenError, Platform, wait_for

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import MetricAlarmTypeDef

SHOP, ACCOUNT, NEWS = "shop.example", "account.example", "news.example"
STREAMS = {SHOP: "Receipts", ACCOUNT: "Receipts", NEWS: "News"}
CUSTOMER = "customer@mail.test"
"""Delivered: anything is that is not one of the emulator's special recipients."""
SIMULATED_BOUNCE = "bounce@simulator.amazonses.com"


@dataclass
class Walkthrough:
    """Walks through ``app.py`` on an emulator; each step returns what it saw, and how.

    Args:
        emulator: A running, empty emulator.
        cdk: Runs the CDK for the app.
    """

    emulator: Emulator
    cdk: Cdk
    platform: Platform = field(init=False)
    zones: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    listener: str = ""

    def __post_init__(self) -> None:
        self.platform = Platform(self.emulator)

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """Title and deed of every step but the last, in order."""
        return [
            ("Own three domains", self.own_domains),
            ("Bootstrap the account", self.bootstrap),
            ("Deploy four stacks", self.deploy),
            ("DNS records are published", self.see_records),
            ("SES verifies the domains", self.see_verification),
            ("Mail goes out, its events come in", self.see_events),
            ("Mail comes in", self.see_inbound),
            ("A burst of bounces pauses the stream", self.see_pause),
            ("A paused stream sends nothing", self.see_refusal),
            ("The operators hear why", self.see_notice),
            ("An operator resumes", self.resume),
            ("Mail flows again", self.see_flow),
        ]

    def context(self) -> dict[str, str]:
        """What ``app.py`` is told."""
        domains = [
            {"domain": domain, "stream": stream, "zone_id": self.zones[domain]}
            for domain, stream in STREAMS.items()
        ]
        volume = {"sends": 5, "bounces": 3, "complaints": 1}
        return {
            "domains": json.dumps(domains),
            "operators": "operators@shop.example",
            "volume": json.dumps(volume),
            "retain": "false",
        }

    def own_domains(self) -> str:
        route53 = self.emulator.client("route53")
        for domain in STREAMS:
            zone = route53.create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]
            self.zones[domain] = zone["Id"].rpartition("/")[2]
        return f"hosted zones {', '.join(self.zones.values())}"

    def bootstrap(self) -> str:
        self.cdk.bootstrap()
        return "cdk bootstrap"

    def deploy(self) -> str:
        self.outputs = self.cdk.deploy(context=self.context())
        stacks = self.emulator.client("cloudformation").describe_stacks()["Stacks"]
        made = {stack["StackName"]: stack["StackStatus"] for stack in stacks}
        for name in ("Events", "Sending", "Receiving", "Reputation"):
            _expect(made.get(name) == "CREATE_COMPLETE", f"stack {name} is {made.get(name)}")
        topic = self.platform.physical_id("Reputation", "AWS::SNS::Topic", "Operators")
        self.listener = self.platform.listen(topic)
        return "cdk deploy --all; DescribeStacks says CREATE_COMPLETE four times"

    def see_records(self) -> str:
        for domain, zone in self.zones.items():
            records = self.platform.zone_records(zone)
            dkim = [name for name, type in records if type == "CNAME" and name.endswith(f"_domainkey.{domain}")]
            _expect(len(dkim) == 3, f"{len(dkim)} DKIM records in the zone of {domain}")
            bounce = f"bounce.{domain}"
            missing = {(bounce, "MX"), (bounce, "TXT"), (f"_dmarc.{domain}", "TXT"), (domain, "MX")} - records
            _expect(not missing, f"no {missing} in the zone of {domain}")
        return "in Route 53, for each domain: 3 DKIM CNAMEs, MAIL FROM MX and SPF, DMARC, inbound MX"

    def see_verification(self) -> str:
        for domain in STREAMS:
            wait_for(f"{domain} to be verified", partial(self._is_verified, domain))
        return "GetEmailIdentity says SUCCESS for DKIM and MAIL FROM, which it reads in the zones"

    def see_events(self) -> str:
        for domain in STREAMS:
            self.platform.send(domain, CUSTOMER)
        self.platform.send(SHOP, SIMULATED_BOUNCE)
        place = self.platform
        by_topic = place.physical_id("Events", "AWS::SQS::Queue", "ProblemQueue")
        by_bus = place.physical_id("Events", "AWS::SQS::Queue", "BusQueue")
        files = place.physical_id("Events", "AWS::S3::Bucket", "Files")
        wait_for("the bounce at the topic", lambda: any("Bounce" in text for text in place.messages(by_topic)))
        wait_for("the bounce at the bus", lambda: any("Email Bounced" in text for text in place.messages(by_bus)))
        wait_for("deliveries in files", lambda: b'"Delivery"' in b"".join(place.objects(files).values()))
        wait_for("deliveries as a metric", lambda: self._deliveries(place.configuration_set_of(SHOP)) >= 1)
        return "a bounce in the queues behind topic and bus, deliveries in S3 by Firehose and in CloudWatch"

    def see_inbound(self) -> str:
        message = f"From: {CUSTOMER}\r\nTo: support@{SHOP}\r\nSubject: Help\r\n\r\nPlease.\r\n".encode()
        self.emulator.receive(source=CUSTOMER, recipients=[f"support@{SHOP}"], message=message)
        bucket = self.platform.physical_id("Receiving", "AWS::S3::Bucket", "Mail")
        mails = self.platform.objects(bucket)
        key = next((key for key, body in mails.items() if b"Subject: Help" in body), None)
        _expect(key is not None, f"the mail is not among {sorted(mails)}")
        active = self.emulator.client("ses").describe_active_receipt_rule_set()["Metadata"]["Name"]
        return f"mail to support@{SHOP} is s3 object {key}; the active rule set is {active}"

    def see_pause(self) -> str:
        receipts = self.platform.configuration_set_of(SHOP)
        # News sends enough for the account's own rate to stay low: only the stream is to be paused.
        for _ in range(80):
            self.platform.send(NEWS, CUSTOMER)
        for number in range(6):
            self._send_unless_paused(f"gone{number}@bounce.test")
        paused_at = wait_for(f"{receipts} to be paused", lambda: self._paused_at(receipts))
        alarm = wait_for("the alarm", lambda: self._alarm("PauseBounce", receipts))
        took = paused_at - alarm["StateUpdatedTimestamp"].timestamp()
        news = self.platform.configuration_set_of(NEWS)
        _expect(self.platform.is_sending(news), f"{news} is paused too")
        _expect(self.platform.ses.get_account()["SendingEnabled"], "the account is paused too")
        return (
            f"alarm {alarm['AlarmName']} went to ALARM; {receipts} was paused {took:.2f} s later, nothing else was"
        )

    def see_refusal(self) -> str:
        try:
            self.platform.send(SHOP, CUSTOMER)
        except ClientError as refusal:
            code = refusal.response["Error"]["Code"]
            _expect(code == "SendingPausedException", f"SES answered {code}")
        else:
            raise NotSeenError("SES took mail for a paused configuration set", fix="look into the emulator's log")
        self.platform.send(NEWS, CUSTOMER)
        return f"SendEmail from {SHOP}: SendingPausedException; from {NEWS}: accepted"

    def see_notice(self) -> str:
        receipts = self.platform.configuration_set_of(SHOP)
        seen: list[str] = []

        def notice() -> str | None:
            seen.extend(json.loads(body)["Message"] for body in self.platform.messages(self.listener))
            return next((text for text in seen if text.startswith("Amazon SES") and receipts in text), None)

        first = wait_for("the notice", notice).strip().splitlines()[0]
        return f"on the operators' topic: {first!r}"

    def resume(self) -> str:
        receipts = self.platform.configuration_set_of(SHOP)
        commands = [value for value in self.outputs["Reputation"].values() if f'"resume":"{receipts}"' in value]
        _expect(len(commands) == 1, f"{len(commands)} outputs with a command that resumes {receipts}")
        words = shlex.split(commands[0])
        event = json.loads(words[words.index("--payload") + 1])
        answer = self.platform.invoke(words[words.index("--function-name") + 1], event)
        _expect(self.platform.is_sending(receipts), f"{receipts} is still paused: {answer}")
        return f"the command of the stack's output: {' '.join(words[:5])} ...; sending is enabled"

    def see_flow(self) -> str:
        message = self.platform.send(SHOP, CUSTOMER)
        return f"SendEmail from {SHOP}: accepted, message {message}"

    def destroy(self) -> str:
        """The last step: everything goes, and what is left is an error."""
        sqs = self.emulator.client("sqs")
        sqs.delete_queue(QueueUrl=self.listener)
        for stack, bucket in (("Events", "Files"), ("Receiving", "Mail")):
            self.platform.empty(self.platform.physical_id(stack, "AWS::S3::Bucket", bucket))
        self.cdk.destroy(context=self.context())
        left = self.platform.leftovers()
        _expect(not left, "left behind: " + "; ".join(left))
        for zone in self.zones.values():
            self.emulator.client("route53").delete_hosted_zone(Id=zone)
        return "cdk destroy --all; nothing is left of stacks, identities, sets, records, queues, roles, ..."

    def _is_verified(self, domain: str) -> bool:
        return self.platform.verification(domain) == (True, "SUCCESS", "SUCCESS")

    def _deliveries(self, configuration_set: str) -> float:
        cloudwatch = self.emulator.client("cloudwatch")
        now = datetime.now(UTC)
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/SES",
            MetricName="Delivery",
            Dimensions=[{"Name": "ses:configuration-set", "Value": configuration_set}],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=3600,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    def _send_unless_paused(self, to: str) -> None:
        """The burst goes on while the guard works; what comes after the pause is refused."""
        try:
            self.platform.send(SHOP, to)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] != "SendingPausedException":
                raise

    def _paused_at(self, configuration_set: str) -> float | None:
        return None if self.platform.is_sending(configuration_set) else time.time()

    def _alarm(self, word: str, configuration_set: str) -> MetricAlarmTypeDef | None:
        alarms = self.emulator.client("cloudwatch").describe_alarms(StateValue="ALARM")["MetricAlarms"]
        return next(
            (
                alarm
                for alarm in alarms
                if word in alarm["AlarmName"]
                and any(dimension["Value"] == configuration_set for dimension in _dimensions(alarm))
            ),
            None,
        )


def _dimensions(alarm: Mapping[str, Any]) -> list[dict[str, str]]:
    """Those of an alarm's metric, or of all that its expression uses."""
    lines = [line["MetricStat"]["Metric"] for line in alarm.get("Metrics", []) if "MetricStat" in line]
    return [pair for metric in [alarm, *lines] for pair in metric.get("Dimensions", [])]


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotSeenError(otherwise, fix="look into the emulator's log")
