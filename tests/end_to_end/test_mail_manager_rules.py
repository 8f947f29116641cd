"""Rule sets deployed: which rules run on mail that comes over SMTP, in which order, and what ends them."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, replace
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.mail_manager import (
    AddHeaderAction,
    Addon,
    AddonInstance,
    AddonSubscription,
    AddressList,
    DropAction,
    IngressAccess,
    IngressPoint,
    LambdaAction,
    Mail,
    RuleSet,
    SenderPolicy,
    TlsPolicy,
    Traffic,
    TrafficPolicy,
    Verdict,
)
from ses_constructs.mail_manager.rule_condition import RuleCondition
from tests.end_to_end.account import Record
from tests.end_to_end.assembly import Assembly

STACK, OURS = "Rules", "@shop.example"
FUNCTION = "import os\n\ndef handler(event, context):\n    return {'disposition': os.environ['ANSWER']}\n"


class Ways(cdk.Stack):
    """One ingress point for order and ends, one for conditions; every rule says its name in a header."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, STACK)
        policy = TrafficPolicy(self, "Policy")
        policy.allow(Traffic.recipient.ends_with(OURS))
        for name, rules in (("Order", self._order()), ("Conditions", self._conditions())):
            point = IngressPoint(
                self,
                f"{name}Point",
                access=IngressAccess.open(),
                traffic_policy=policy,
                rule_set=rules,
                tls_policy=TlsPolicy.OPTIONAL,
            )
            cdk.CfnOutput(self, f"The{name}", value=point.ingress_point_id)

    def _order(self) -> RuleSet:
        rules = RuleSet(self, "OrderRules")
        marked = Mail.header("X-Way").equals("b")
        rules.add_rule("Early", when=[marked], actions=[said("Early")])
        rules.add_rule(
            "Way",
            unless=[Mail.recipient.starts_with("plain"), Mail.subject.contains("secret")],
            actions=[AddHeaderAction(name="X-Way", value="a"), AddHeaderAction(name="X-Way", value="b")],
        )
        rules.add_rule("Late", when=[marked], actions=[said("Late")])
        for name, answer, wait in (
            ("StopRule", "STOP_RULE", True),
            ("StopAll", "STOP_RULE_SET", True),
            ("GoOn", "CONTINUE", True),
            ("NotWaited", "STOP_RULE_SET", False),
        ):
            asked = LambdaAction(function=self._function(name, answer), wait=wait)
            to = Mail.recipient.starts_with(name.lower())
            rules.add_rule(name, when=[to], actions=[said("Before"), asked, said("After")])
        rules.add_rule("Drop", when=[Mail.recipient.starts_with("drop")], actions=[DropAction()])
        rules.add_rule("Both", when=[Mail.recipient.contains("both"), marked], actions=[said("Both")])
        rules.add_rule("Last", actions=[said("Last")])
        return rules

    def _conditions(self) -> RuleSet:
        listed = AddressList(self, "Listed", removal_policy=cdk.RemovalPolicy.DESTROY)
        cdk.CfnOutput(self, "List", value=listed.attr_address_list_id)
        subscription = AddonSubscription(self, "Subscription", addon=Addon.TREND_MICRO_VIRUS_SCANNING)
        scan = AddonInstance(self, "Scan", subscription=subscription)
        rules = RuleSet(self, "ConditionsRules")
        for name, condition in conditions(listed, scan).items():
            rules.add_rule(name, when=[condition], actions=[said(name)])
        return rules

    def _function(self, name: str, answer: str) -> lambda_.Function:
        return lambda_.Function(
            self,
            name,
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(FUNCTION),
            environment={"ANSWER": answer},
        )


def said(name: str) -> AddHeaderAction:
    return AddHeaderAction(name=f"X-{name}", value="1")


def conditions(listed: AddressList, scan: AddonInstance) -> dict[str, RuleCondition]:
    """One of each attribute that a rule can ask for, and of each operator."""
    return {
        "Recipient": Mail.recipient.equals(f"TEAM{OURS}"),
        "OtherRecipient": Mail.recipient.not_equals(f"team{OURS}", f"other{OURS}"),
        "MailFrom": Mail.mail_from.ends_with("@envelope.test"),
        "Sender": Mail.sender.contains("secretary@"),
        "From": Mail.from_.contains("<boss@"),
        "To": Mail.to.starts_with("The Team"),
        "Cc": Mail.cc.contains("them@"),
        "Subject": Mail.subject.starts_with("Order"),
        "Helo": Mail.helo.equals("mx.partner.test"),
        "Header": Mail.header("X-Priority").equals("1", "2"),
        "Large": Mail.size.greater_than(cdk.Size.kibibytes(4)),
        "Small": Mail.size.less_than_or_equal(cdk.Size.bytes(200)),
        "Near": Mail.source_ip.within("127.0.0.0/24"),
        "Far": Mail.source_ip.outside("127.0.0.0/8", "2001:db8::/32"),
        "SpfFails": Mail.spf.equals(Verdict.FAIL),
        "DkimUnclear": Mail.dkim.equals(Verdict.GRAY, Verdict.PROCESSING_FAILED),
        "DkimGood": Mail.dkim.not_equals(Verdict.FAIL, Verdict.GRAY),
        "Reject": Mail.dmarc_policy.equals(SenderPolicy.REJECT),
        "NotNone": Mail.dmarc_policy.not_equals(SenderPolicy.NONE),
        "Tls": Mail.tls.is_true(),
        "InTheClear": Mail.tls.is_false(),
        "Wrapped": Mail.tls_wrapped.is_true(),
        "Receipt": Mail.read_receipt_requested.is_true(),
        "Listed": Mail.from_.is_in(listed),
        "NotListed": Mail.mail_from.is_not_in(listed),
        "Virus": Mail.analysis_verdict(scan, "addon.verdict").equals(Verdict.FAIL),
        "Clean": Mail.analysis_flag(scan, "addon.isPassed").is_true(),
    }


@dataclass(frozen=True)
class Post:
    """A message, and the server that brings it."""

    mail_from: str = "a@mail.test"
    to: tuple[str, ...] = ("team",)
    helo: str = "mx.mail.test"
    source_ip: str = "127.0.0.1"
    header: str = "From: A <a@mail.test>\r\nSubject: Hi\r\n"
    body: str = "Hello\r\n" * 40
    tls: bool = True

    def bring(self, emulator: Emulator, point: str) -> Record:
        """Delivers it, and says what became of it."""
        address = emulator.ingress_smtp(point)
        with smtplib.SMTP(address.host, address.port, local_hostname=self.helo, timeout=10) as client:
            if self.tls:
                client.starttls(context=ssl.create_default_context(cafile=str(emulator.smtp_certificate)))
            client.ehlo()
            if self.source_ip != "127.0.0.1":
                ip = f"IPV6:{self.source_ip}" if ":" in self.source_ip else self.source_ip
                assert client.docmd("XCLIENT", f"ADDR={ip}")[0] == 220
                client.ehlo()
            to = [name + OURS for name in self.to]
            assert client.sendmail(self.mail_from, to, f"{self.header}\r\n{self.body}") == {}
        return emulator.processed(point)[-1]


class Office:
    """The deployed ingress points."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self.emulator, self.outputs = emulator, outputs

    def ordered(self, *to: str, subject: str = "Hi") -> Record:
        """What became of a message for these recipients, without a failure."""
        header = f"From: A <a@mail.test>\r\nSubject: {subject}\r\n"
        result = Post(to=to, header=header).bring(self.emulator, self.outputs["TheOrder"])
        assert result["failures"] == []
        return result

    def matched(self, post: Post) -> set[str]:
        """Which conditions held."""
        result = post.bring(self.emulator, self.outputs["TheConditions"])
        assert result["failures"] == []
        found: Any = result["matched"]
        return {str(name) for name in found}


@pytest.fixture(scope="module")
def office(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Office:
    strict_emulator.reset()
    outputs = Assembly(strict_emulator, tmp_path_factory.mktemp("ways") / "cdk.out").deploy(Ways)[STACK]
    made = Office(strict_emulator, outputs)
    strict_emulator.client("mailmanager").register_member_to_address_list(
        AddressListId=outputs["List"], Address="*@friends.test"
    )
    return made


def test_rules_run_in_their_order_and_see_what_those_before_did(office: Office) -> None:
    result = office.ordered("team")
    assert result["matched"] == ["Way", "Late", "Last"]
    assert result["actions"] == ["AddHeader X-Way", "AddHeader X-Way", "AddHeader X-Late", "AddHeader X-Last"]


@pytest.mark.parametrize(("to", "subject"), [("plain", "Hi"), ("team", "A secret"), ("plain", "A secret")])
def test_each_exception_alone_keeps_a_rule_from_running(office: Office, to: str, subject: str) -> None:
    assert office.ordered(to, subject=subject)["matched"] == ["Last"]


def test_an_exception_is_for_its_recipient_alone(office: Office) -> None:
    result = office.ordered("plain", "team", "plain-two")
    assert result["matched"] == ["Way", "Late", "Last", "Last"]


def test_all_conditions_must_hold(office: Office) -> None:
    assert "Both" in office.ordered("both")["matched"]
    assert "Both" not in office.ordered("plain-both")["matched"]


@pytest.mark.parametrize(
    ("to", "after", "last"),
    [
        ("stoprule", False, True),
        ("stopall", False, False),
        ("goon", True, True),
        ("notwaited", True, True),
    ],
)
def test_a_function_that_is_waited_for_may_end_the_rule_or_all(
    office: Office, to: str, after: bool, last: bool
) -> None:
    done = [str(each) for each in office.ordered(to)["actions"]]
    assert "AddHeader X-Before" in done
    assert ("AddHeader X-After" in done, "AddHeader X-Last" in done) == (after, last)


def test_an_end_is_for_its_recipients_alone(office: Office) -> None:
    result = office.ordered("team", "stopall", "drop")
    assert result["matched"] == ["Way", "Late", "StopAll", "Drop", "Last"]
    assert [done for done in result["actions"] if "X-Last" in str(done)] == ["AddHeader X-Last"]
    assert "Last" not in office.ordered("stopall", "drop")["matched"]


USUAL = {"Recipient", "DkimGood", "Near", "Tls", "NotListed", "Clean"}
PLAIN = Post()


CASES: list[tuple[dict[str, Any], set[str], set[str]]] = [
    ({}, set(), set()),
    ({"to": ("someone",)}, {"OtherRecipient"}, {"Recipient"}),
    ({"to": ("someone", "team")}, {"OtherRecipient"}, set()),
    ({"to": ("team+tag",)}, {"OtherRecipient"}, {"Recipient"}),
    ({"mail_from": "b@envelope.test"}, {"MailFrom"}, set()),
    ({"mail_from": "b@spf-fail.test"}, {"SpfFails"}, set()),
    ({"mail_from": "b@friends.test"}, set(), {"NotListed"}),
    ({"helo": "mx.partner.test"}, {"Helo"}, set()),
    ({"source_ip": "203.0.113.9"}, {"Far"}, {"Near"}),
    ({"source_ip": "2001:db8::9"}, set(), {"Near"}),
    ({"source_ip": "2001:db9::9"}, {"Far"}, {"Near"}),
    ({"body": "Hello\r\n" * 700}, {"Large"}, set()),
    ({"body": "Hello\r\n"}, {"Small"}, set()),
    ({"tls": False}, {"InTheClear"}, {"Tls"}),
    ({"header": "From: B <boss@shop.test>\r\n"}, {"From"}, set()),
    ({"header": "From: B <b@friends.test>\r\n"}, {"Listed"}, set()),
    ({"header": "From: b@mail.test\r\nSender: Me <secretary@mail.test>\r\n"}, {"Sender"}, set()),
    ({"header": "From: b@mail.test\r\nTo: The Team <team@shop.example>\r\n"}, {"To"}, set()),
    ({"header": "From: b@mail.test\r\nCc: Us <us@a.test>, Them <them@b.test>\r\n"}, {"Cc"}, set()),
    ({"header": "From: b@mail.test\r\nSubject: ORDER 12\r\n"}, {"Subject"}, set()),
    ({"header": "From: b@mail.test\r\nX-Priority: 2\r\n"}, {"Header"}, set()),
    ({"header": "From: b@mail.test\r\nX-Priority: 3\r\n"}, set(), set()),
    ({"header": "From: b@mail.test\r\nDisposition-Notification-To: b@mail.test\r\n"}, {"Receipt"}, set()),
    ({"header": "From: b@dkim-gray.test\r\n"}, {"DkimUnclear"}, {"DkimGood"}),
    ({"header": "From: b@dkim-fail.test\r\n"}, set(), {"DkimGood"}),
    ({"header": "From: b@dkim-error.test\r\n"}, {"DkimUnclear"}, set()),
    ({"header": "From: b@dmarc-reject.test\r\n"}, {"Reject", "NotNone"}, set()),
    ({"header": "From: b@dmarc-quarantine.test\r\n"}, {"NotNone"}, set()),
    ({"body": f"{EICAR.decode()}\r\n" * 4}, {"Virus"}, {"Clean"}),
]


@pytest.mark.parametrize(("change", "more", "fewer"), CASES)
def test_every_condition_holds_when_it_should_and_not_otherwise(
    office: Office, change: dict[str, Any], more: set[str], fewer: set[str]
) -> None:
    assert office.matched(replace(PLAIN, **change)) == (USUAL | more) - fewer


def test_every_condition_is_seen_to_hold_but_one_that_never_does(office: Office) -> None:
    """No ingress point takes connections that begin with TLS."""
    rules = office.emulator.client("mailmanager")
    (whole,) = [one for one in rules.list_rule_sets()["RuleSets"] if "Conditions" in one["RuleSetName"]]
    names = {rule.get("Name", "") for rule in rules.get_rule_set(RuleSetId=whole["RuleSetId"])["Rules"]}
    assert names - USUAL.union(*(more for _, more, _ in CASES)) == {"Wrapped"}
