"""The walk-through sees what is wrong. That it passes when nothing is, is seen in ``test_main.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_constructs.local.cdk import Cdk, python_app
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import NotSeenError
from ses_constructs.local.walkthrough import SHOP, Walkthrough

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def walk() -> Iterator[Walkthrough]:
    """Walked up to where the platform is deployed and verified."""
    with Emulator(alarm_speed=60) as emulator:
        walk = Walkthrough(emulator, Cdk(emulator, ROOT, app_command=python_app(ROOT / "app.py")))
        for step in (walk.own_domains, walk.bootstrap, walk.deploy, walk.see_records, walk.see_verification):
            assert step()
        yield walk


def change_record(walk: Walkthrough, action: str, record: object) -> None:
    changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    route53 = walk.emulator.client("route53")
    route53.change_resource_record_sets(HostedZoneId=walk.zones[SHOP], ChangeBatch=changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type", "complaint"),
    [("CNAME", "2 DKIM records in the zone of shop.example"), ("MX", "no .* in the zone of shop.example")],
)
def test_a_missing_record_is_seen(walk: Walkthrough, type: str, complaint: str) -> None:
    listed = walk.emulator.client("route53").list_resource_record_sets(HostedZoneId=walk.zones[SHOP])
    record = next(record for record in listed["ResourceRecordSets"] if record["Type"] == type)
    change_record(walk, "DELETE", record)
    with pytest.raises(NotSeenError, match=complaint):
        walk.see_records()
    change_record(walk, "CREATE", record)
    walk.see_records()


def test_mail_that_should_be_refused_is_seen(walk: Walkthrough) -> None:
    with pytest.raises(NotSeenError, match="SES took mail for a paused configuration set"):
        walk.see_refusal()


def test_mail_that_nobody_receives_is_seen(walk: Walkthrough) -> None:
    ses = walk.emulator.client("ses")
    active = ses.describe_active_receipt_rule_set()["Metadata"]["Name"]
    ses.set_active_receipt_rule_set()
    with pytest.raises(NotSeenError, match="the mail is not among "):
        walk.see_inbound()
    ses.set_active_receipt_rule_set(RuleSetName=active)
    assert active in walk.see_inbound()


def test_a_command_that_is_not_printed_is_seen(walk: Walkthrough, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(walk.outputs, "Reputation", {"Other": "aws lambda invoke"})
    with pytest.raises(NotSeenError, match="^0 outputs with a command that resumes Sending-Receipts"):
        walk.resume()


def test_what_is_left_behind_is_seen(walk: Walkthrough) -> None:
    topic = walk.emulator.client("sns").create_topic(Name="by-hand")["TopicArn"]
    with pytest.raises(NotSeenError, match=f"^left behind: topic {topic}\n"):
        walk.destroy()
