"""The active rule set at work."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.connection import ENCRYPTED, IN_THE_CLEAR, Connection
from ses_constructs.local.ses.messages import InboundResult
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

RAW = b"From: You <you@example.net>\r\nTo: me@example.com\r\nSubject: Hi\r\n\r\nHello.\r\n"


class Inbox:
    """A verified domain and an active rule set."""

    def __init__(self, account: Account) -> None:
        self.account = account
        account.verify()
        account.v1.create_receipt_rule_set(RuleSetName="inbox")
        account.v1.set_active_receipt_rule_set(RuleSetName="inbox")
        self.last: str | None = None

    def rule(self, name: str, *actions: dict[str, Any], **settings: Any) -> None:
        """Adds an enabled rule behind the last."""
        rule = {"Name": name, "Enabled": True, "ScanEnabled": True, "Actions": list(actions), **settings}
        after = {} if self.last is None else {"After": self.last}
        self.account.v1.create_receipt_rule(RuleSetName="inbox", Rule=rule, **after)
        self.last = name

    def receive(
        self,
        *to: str,
        message: bytes = RAW,
        connection: Connection = ENCRYPTED,
        source: str = "you@example.net",
    ) -> InboundResult:
        recipients = list(to) or [f"me@{DOMAIN}"]
        ses = self.account.ses
        return ses.receive(
            self.account.place, source=source, recipients=recipients, message=message, connection=connection
        )


@pytest.fixture
def inbox(account: Account) -> Inbox:
    return Inbox(account)


def header(name: str) -> dict[str, Any]:
    return {"AddHeaderAction": {"HeaderName": name, "HeaderValue": "1"}}


STOP: dict[str, Any] = {"StopAction": {"Scope": "RuleSet"}}


def test_without_an_active_rule_set_mail_is_refused(account: Account, ses: Ses) -> None:
    account.verify()
    result = ses.receive(account.place, source="a@b.c", recipients=[f"me@{DOMAIN}"], message=RAW)
    assert (result.accepted, result.reply[:9]) == (False, "550 5.1.1")
    assert "active" in result.reply


def test_mail_that_no_rule_is_for_is_refused(inbox: Inbox) -> None:
    inbox.rule("support", STOP, Recipients=[f"support@{DOMAIN}"])
    assert not inbox.receive(f"me@{DOMAIN}").accepted
    assert inbox.receive(f"support@{DOMAIN}").matched == ("support",)


def test_only_verified_domains_receive(inbox: Inbox) -> None:
    inbox.rule("all", STOP)
    assert not inbox.receive("me@example.org").accepted
    assert inbox.receive(f"me@mail.{DOMAIN}").accepted


def test_every_matching_rule_runs_in_order_until_stop(inbox: Inbox) -> None:
    inbox.rule("one", header("X-One"))
    inbox.rule("other", header("X-Other"), Recipients=["nobody@example.com"])
    inbox.rule("two", header("X-Two"), STOP, header("X-Never"))
    inbox.rule("three", header("X-Three"))
    result = inbox.receive()
    assert result.matched == ("one", "two")
    assert result.actions == ("AddHeader X-One", "AddHeader X-Two", "Stop")


def test_a_disabled_rule_does_not_run(inbox: Inbox) -> None:
    inbox.rule("off", STOP, Enabled=False)
    assert not inbox.receive().accepted


def test_a_rule_that_wants_tls_gets_no_other_mail(inbox: Inbox) -> None:
    inbox.rule("tls", STOP, TlsPolicy="Require")
    assert not inbox.receive(connection=IN_THE_CLEAR).accepted
    assert inbox.receive(connection=ENCRYPTED).accepted


def test_a_rule_sees_its_own_recipients(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("a", {"LambdaAction": {"FunctionArn": "f"}}, Recipients=[f"a@{DOMAIN}"])
    inbox.receive(f"a@{DOMAIN}", f"b@{DOMAIN}")
    assert world.invocations[0][1]["Records"][0]["ses"]["receipt"]["recipients"] == [f"a@{DOMAIN}"]


def test_a_target_that_refuses_does_not_stop_the_others(inbox: Inbox, world: FakeWorld, ses: Ses) -> None:
    inbox.rule("store", {"S3Action": {"BucketName": "gone"}}, {"S3Action": {"BucketName": "there"}})
    world.refused["gone"] = "no such bucket"
    result = inbox.receive()
    assert result.failures == ("S3Action of rule store: no such bucket",)
    assert [key.partition("/")[0] for key in world.objects] == ["there"]
    assert ses.undelivered(inbox.account.place)[0]["reason"] == "no such bucket"


def test_receiving_metrics_tell_of_sets_and_rules(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("good", STOP)
    inbox.receive()
    assert world.values("Received", RuleSetName="inbox") == [1]
    assert world.values("Received", RuleName="good") == [1]
    assert world.values("PublishSuccess", RuleSetName="inbox") == [1]
    assert world.values("PublishSuccess", RuleName="good") == [1]
    assert world.values("PublishFailure", RuleName="good") == []


def test_a_failed_action_is_a_publish_failure(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("bad", {"S3Action": {"BucketName": "gone"}})
    world.refused["gone"] = "no such bucket"
    inbox.receive()
    assert world.values("PublishFailure", RuleName="bad") == [1]
    assert world.values("PublishFailure", RuleSetName="inbox") == [1]


def test_the_active_set_has_metrics_whatever_it_is_called(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("good", STOP)
    inbox.receive()
    assert world.values("Received", RuleSetName="[Active]") == [1]
    assert world.values("PublishSuccess", RuleSetName="[Active]") == [1]


def seconds(inbox: Inbox, world: FakeWorld, count: float) -> None:
    world.pass_hours(count / 3600)
    inbox.account.ses.refresh()


def test_what_failed_is_tried_again_until_it_succeeds(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("store", {"S3Action": {"BucketName": "mail"}}, header("X-After"))
    world.refused["mail"] = "no permission"
    message_id = inbox.receive().message_id
    seconds(inbox, world, 0.5)
    assert world.values("PublishFailure", RuleName="store") == [1]
    seconds(inbox, world, 0.6)
    assert world.values("PublishFailure", RuleName="store") == [1, 1]
    del world.refused["mail"]
    seconds(inbox, world, 1.1)
    assert list(world.objects) == [f"mail/{message_id}"]
    assert world.values("PublishSuccess", RuleName="store") == [1]
    assert world.values("PublishSuccess", RuleSetName="inbox") == [1]
    seconds(inbox, world, 60)
    assert len(world.objects) == len(world.values("PublishSuccess", RuleName="store")) == 1
    assert world.values("PublishExpired", RuleName="store") == []


def test_what_never_succeeds_expires(inbox: Inbox, world: FakeWorld, ses: Ses) -> None:
    inbox.rule("store", {"S3Action": {"BucketName": "mail"}})
    inbox.rule("fine", STOP)
    world.refused["mail"] = "no permission"
    inbox.receive()
    for _ in range(5):
        seconds(inbox, world, 5)
    assert world.values("PublishFailure", RuleName="store") == [1, 1, 1, 1]
    for dimension in ({"RuleName": "store"}, {"RuleSetName": "inbox"}, {"RuleSetName": "[Active]"}):
        assert world.values("PublishExpired", **dimension) == [1]
    assert world.values("PublishExpired", RuleName="fine") == []
    assert len(ses.undelivered(inbox.account.place)) == 2  # The first time and the last.


def allow_only(inbox: Inbox, *cidrs: str) -> None:
    ranges = [("Block", "0.0.0.0/0"), *(("Allow", cidr) for cidr in cidrs)]
    for number, (policy, cidr) in enumerate(ranges):
        found = {"Name": f"f{number}", "IpFilter": {"Policy": policy, "Cidr": cidr}}
        inbox.account.v1.create_receipt_filter(Filter=found)


def test_an_ip_filter_keeps_a_host_out(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("all", STOP)
    allow_only(inbox, "192.0.2.0/24")
    assert inbox.receive(connection=Connection(source_ip="192.0.2.1")).accepted
    world.metrics.clear()
    refused = inbox.receive(connection=Connection(source_ip="198.51.100.1"))
    assert (refused.accepted, refused.reply[:9]) == (False, "550 5.7.1")
    assert world.metrics == []


def test_some_recipients_may_be_taken_and_others_not(inbox: Inbox) -> None:
    inbox.rule("support", STOP, Recipients=[f"support@{DOMAIN}"])
    assert inbox.receive(f"nobody@{DOMAIN}", f"support@{DOMAIN}").accepted
    assert inbox.receive(f"nobody@{DOMAIN}").reply.endswith(f"no receipt rule is for nobody@{DOMAIN}")


def test_the_door_tells_of_each_recipient(inbox: Inbox) -> None:
    inbox.rule("support", STOP, Recipients=[f"support@{DOMAIN}"])
    ses, place = inbox.account.ses, inbox.account.place
    assert ses.refusal_of(place, f"support@{DOMAIN}", ENCRYPTED) is None
    assert str(ses.refusal_of(place, f"nobody@{DOMAIN}", ENCRYPTED)).startswith("550 5.1.1")


def test_a_message_larger_than_40_mb_is_refused(inbox: Inbox) -> None:
    inbox.rule("all", STOP)
    assert inbox.receive(message=b"x" * (40 * 1024 * 1024 + 1)).reply.startswith("552")


def test_a_function_may_call_ses_while_it_handles_mail(inbox: Inbox, world: FakeWorld) -> None:
    from threading import Thread

    inbox.rule("sync", {"LambdaAction": {"FunctionArn": "f", "InvocationType": "RequestResponse"}})
    finished: list[bool] = []

    def call() -> None:
        inbox.account.v1.describe_active_receipt_rule_set()
        finished.append(True)

    def run() -> None:
        thread = Thread(target=call)
        thread.start()
        thread.join(timeout=30)

    world.during_call = run
    inbox.receive()
    assert finished == [True]


def test_a_received_message_can_be_bounced_later(inbox: Inbox) -> None:
    inbox.rule("all", STOP)
    message_id = inbox.receive().message_id
    bounced = [{"Recipient": f"me@{DOMAIN}", "BounceType": "DoesNotExist"}]
    sender = f"mailer-daemon@{DOMAIN}"
    answer = inbox.account.v1.send_bounce(
        OriginalMessageId=message_id, BounceSender=sender, BouncedRecipientInfoList=bounced
    )
    assert answer["MessageId"]
    with pytest.raises(inbox.account.v1.exceptions.MessageRejected):
        inbox.account.v1.send_bounce(
            OriginalMessageId="unknown", BounceSender=sender, BouncedRecipientInfoList=bounced
        )
