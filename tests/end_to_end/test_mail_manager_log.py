"""The log of Mail Manager deployed: mail comes in over SMTP, and entries, counts and alarms say so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.facts.mail_manager_logs import Counter
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.test_examples import STACK, Example
from tests.end_to_end.test_mail_manager import STRANGER, connected, message, refused

NAME = "mail_manager_log"
OFFICE = "office@shop.example"


class LoggedGateway:
    """The deployed example: whom to ask, and what it counted."""

    def __init__(self, account: Account) -> None:
        self.account = account
        (stack,) = account.emulator.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        made = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        self.point, self.group = made["Point"], made["Group"]
        self.rules, self.policy = made["RuleSet"], made["TrafficPolicy"]
        found = account.emulator.client("mailmanager").get_ingress_point(IngressPointId=self.point)
        self.point_arn = found["IngressPointArn"]

    def entries(self) -> list[dict[str, Any]]:
        events = self.account.emulator.client("logs").filter_log_events(logGroupName=self.group)["events"]
        return [json.loads(event["message"]) for event in events]

    def take(self) -> None:
        with connected(self.account.emulator, self.point) as client:
            client.sendmail(STRANGER, [OFFICE], message(OFFICE, "Hello"))

    def turn_away(self) -> None:
        with connected(self.account.emulator, self.point) as client:
            assert refused(client, "somebody@news.example")

    def forbid_storing(self) -> None:
        """Takes from the role of the rule set what lets it write to the bucket."""
        iam = self.account.emulator.client("iam")
        for role in iam.list_roles()["Roles"]:
            if "Rules" in role["RoleName"]:
                for policy in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
                    iam.delete_role_policy(RoleName=role["RoleName"], PolicyName=policy)

    def counted(self, counter: Counter, *values: str) -> float:
        """The sum of a metric within the last hour."""
        now, span = datetime.now(UTC), timedelta(minutes=30)
        found = self.account.emulator.client("cloudwatch").get_metric_statistics(
            Namespace=facts.NAMESPACE,
            MetricName=counter.metric,
            Dimensions=[
                {"Name": name, "Value": value} for name, value in zip(counter.dimensions, values, strict=True)
            ],
            StartTime=now - span,
            EndTime=now + span,
            Period=3600,
            Statistics=["Sum"],
        )
        return sum(point["Sum"] for point in found["Datapoints"])


def test_each_message_action_and_decision_is_written_counted_and_told(
    emptied: Account, assembly: Assembly
) -> None:
    example = Example(NAME, emptied, assembly)
    example.deploy()
    gateway = LoggedGateway(emptied)

    gateway.turn_away()
    gateway.take()
    written = gateway.entries()
    assert [entry["traffic_policy_verdict"] for entry in written if "traffic_policy_verdict" in entry] == [
        "REJECT",
        "ACCEPT",
    ]
    (taken,) = (entry for entry in written if "message_size_bytes" in entry)
    passed, kept = (entry for entry in written if "rule_name" in entry)
    assert (passed["rule_name"], kept["rule_name"]) == ("Forged", "Kept")
    assert "action_metadata" not in passed
    assert kept["action_metadata"] == {
        "action_name": "WRITE_TO_S3",
        "action_index": 1,
        "action_status": "SUCCESS",
    }
    assert taken["message_id"] == passed["message_id"] == kept["message_id"]
    assert "@" not in json.dumps(written)

    assert gateway.counted(facts.MESSAGES_COUNTER, gateway.point_arn) == 1
    assert gateway.counted(facts.BYTES_COUNTER, gateway.point_arn) == taken["message_size_bytes"]
    for verdict in facts.PolicyVerdict:
        assert gateway.counted(facts.RECIPIENTS_COUNTER, gateway.point_arn, verdict) == 1
        assert gateway.counted(facts.DECISIONS_COUNTER, gateway.policy, verdict) == 1
    assert gateway.counted(facts.RULES_COUNTER, gateway.rules, "Kept") == 1
    assert gateway.counted(facts.RULES_COUNTER, gateway.rules, "Forged") == 0
    assert gateway.counted(facts.ACTIONS_COUNTER, gateway.rules, "Kept", "SUCCESS") == 1
    assert gateway.counted(facts.FAILURES_COUNTER, gateway.rules) == 0
    assert not [name for name in emptied.alarms_in("ALARM") if "Failed" in name]

    gateway.forbid_storing()
    gateway.take()
    failed = gateway.entries()[-1]["action_metadata"]
    assert failed["action_status"] == "FAILURE"
    assert "may not s3:" in failed["action_failure"]
    assert gateway.counted(facts.ACTIONS_COUNTER, gateway.rules, "Kept", "FAILURE") == 1
    assert gateway.counted(facts.FAILURES_COUNTER, gateway.rules) == 1
    wait_for("the alarm", lambda: any("Failed" in name for name in emptied.alarms_in("ALARM")), patience=30)

    logs = emptied.emulator.client("logs")
    left = example.destroy()
    assert logs.describe_deliveries()["deliveries"] == []
    assert logs.describe_delivery_sources()["deliverySources"] == []
    assert [line for line in left if "log" in line.lower()] == []
