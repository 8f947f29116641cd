"""The world around an emulated AWS; mail and clicks are tried in ``tests/local/test_emulator.py``."""

from __future__ import annotations

import json
import socket
from base64 import b64decode

import pytest

from ses_constructs.local.emulator import Emulator, EmulatorError
from ses_constructs.local.outside import SmtpAddress
from tests.local.waiting import wait_for


def test_what_ses_took_can_be_read_back(fresh_emulator: Emulator) -> None:
    sesv2 = fresh_emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity="me@example.org")
    fresh_emulator.confirm_address("me@example.org")
    sesv2.send_email(
        FromEmailAddress="me@example.org",
        Destination={"ToAddresses": ["success@simulator.amazonses.com"]},
        Content={"Simple": {"Subject": {"Data": "hello"}, "Body": {"Text": {"Data": "there"}}}},
    )
    (sent,) = fresh_emulator.sent()
    assert (sent["source"], sent["recipients"]) == ("me@example.org", ["success@simulator.amazonses.com"])
    assert b"Subject: hello" in b64decode(str(sent["message"]))
    assert fresh_emulator.sent(region="eu-west-1") == []


def test_aws_itself_speaks_on_the_bus(fresh_emulator: Emulator) -> None:
    events, sqs = fresh_emulator.client("events"), fresh_emulator.client("sqs")
    url = sqs.create_queue(QueueName="health")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [statement]})})
    events.put_rule(Name="health", EventPattern=json.dumps({"source": ["aws.health"]}))
    events.put_targets(Rule="health", Targets=[{"Id": "queue", "Arn": arn}])
    fresh_emulator.put_aws_event(
        source="aws.health", detail_type="AWS Health Event", detail={"service": "SES"}, resources=["arn:one"]
    )

    def heard() -> dict[str, object] | None:
        messages = sqs.receive_message(QueueUrl=url).get("Messages", [])
        return json.loads(messages[0]["Body"]) if messages else None

    event = wait_for(heard, log=fresh_emulator.log)
    assert (event["source"], event["detail"], event["resources"]) == (
        "aws.health",
        {"service": "SES"},
        ["arn:one"],
    )


def test_a_role_s_session_is_the_role(fresh_emulator: Emulator) -> None:
    made = fresh_emulator.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument="{}")
    identity = fresh_emulator.session_as(made["Role"]["Arn"]).client("sts").get_caller_identity()
    assert ":assumed-role/reader/" in identity["Arn"]
    with pytest.raises(EmulatorError, match="no role"):
        fresh_emulator.session_as("arn:aws:iam::000000000000:role/nobody")


def test_a_zone_has_the_id_that_was_asked_for_once(fresh_emulator: Emulator) -> None:
    fresh_emulator.own_zone("shop.example", zone_id="ZSHOP")
    assert fresh_emulator.client("route53").get_hosted_zone(Id="ZSHOP")["HostedZone"]["Name"] == "shop.example."
    with pytest.raises(EmulatorError, match="already"):
        fresh_emulator.own_zone("shop.example", zone_id="ZSHOP")


def test_recipients_open_click_and_unsubscribe(fresh_emulator: Emulator) -> None:
    sesv2 = fresh_emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity="me@example.org")
    fresh_emulator.confirm_address("me@example.org")
    sesv2.create_contact_list(ContactListName="readers")
    sesv2.create_contact(ContactListName="readers", EmailAddress="you@example.net")
    message_id = sesv2.send_email(
        FromEmailAddress="me@example.org",
        Destination={"ToAddresses": ["you@example.net"]},
        Content={
            "Simple": {
                "Subject": {"Data": "hello"},
                "Body": {"Html": {"Data": '<a href="https://shop.example/">there</a>'}},
            }
        },
    )["MessageId"]
    fresh_emulator.open_message(message_id)
    fresh_emulator.follow_link(message_id, "https://shop.example/")
    fresh_emulator.unsubscribe(message_id, contact_list="readers")
    assert sesv2.get_contact(ContactListName="readers", EmailAddress="you@example.net")["UnsubscribeAll"]
    with pytest.raises(EmulatorError, match="has no link"):
        fresh_emulator.follow_link(message_id, "https://other.example/")
    with pytest.raises(EmulatorError, match="no message"):
        fresh_emulator.open_message("another")


def test_a_leased_address_is_the_account_s(fresh_emulator: Emulator) -> None:
    fresh_emulator.lease_ip("192.0.2.7")
    found = fresh_emulator.client("sesv2").get_dedicated_ip(Ip="192.0.2.7")["DedicatedIp"]
    assert (found["WarmupStatus"], found.get("PoolName")) == ("IN_PROGRESS", "ses-default-dedicated-pool")


def test_mail_comes_to_an_ingress_point(fresh_emulator: Emulator) -> None:
    client = fresh_emulator.client("mailmanager")
    rules = client.create_rule_set(RuleSetName="drop", Rules=[{"Name": "drop", "Actions": [{"Drop": {}}]}])
    policy = client.create_traffic_policy(TrafficPolicyName="all", DefaultAction="ALLOW", PolicyStatements=[])
    point = client.create_ingress_point(
        IngressPointName="door",
        Type="OPEN",
        RuleSetId=rules["RuleSetId"],
        TrafficPolicyId=policy["TrafficPolicyId"],
    )["IngressPointId"]
    result = fresh_emulator.enter(
        point,
        source="a@example.net",
        recipients=["b@example.com"],
        message=b"Subject: s\r\n\r\nx",
        source_ip="192.0.2.1",
        helo="mx.example.net",
    )
    assert (result["accepted"], result["matched"]) == (True, ["drop"])
    assert fresh_emulator.processed(point) == [result]
    assert fresh_emulator.handed_over() == []
    with pytest.raises(EmulatorError, match="inp-none"):
        fresh_emulator.enter("inp-none", source="a@example.net", recipients=["b@example.com"], message=b"")


def answers(address: SmtpAddress) -> bool:
    try:
        socket.create_connection((address.host, address.port), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def test_each_region_has_a_server_for_inbound_mail(fresh_emulator: Emulator) -> None:
    here, there = fresh_emulator.inbound_smtp(), fresh_emulator.inbound_smtp(region="eu-west-1")
    assert here == fresh_emulator.inbound_smtp()
    assert here.host == there.host == "127.0.0.1"
    assert here.port != there.port
    fresh_emulator.reset()
    wait_for(lambda: not answers(here), log=fresh_emulator.log)
