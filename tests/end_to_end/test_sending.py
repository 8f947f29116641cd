"""``app.py`` deployed: records, verification, and what is heard of each kind of mail at each destination."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Record
from tests.end_to_end.mail_platform import SHOP, STREAMS, ZONES, MailPlatform

GONE, GONE_IN_A_TEST = "gone@bounce.test", "bounce@simulator.amazonses.com"
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SENT_BEFORE = 40
"""So many good mails that one bounce is no reason for an alarm."""


@pytest.mark.parametrize("domain", STREAMS)
def test_a_zone_holds_the_records_of_its_domain_and_no_others(mail: MailPlatform, domain: str) -> None:
    dkim = mail.ses.get_email_identity(EmailIdentity=domain)["DkimAttributes"]
    signers = {
        (f"{token}._domainkey.{domain}", "CNAME"): [f"{token}.{dkim['SigningHostedZone']}"]
        for token in dkim["Tokens"]
    }
    assert len(signers) == 3
    assert mail.records(ZONES[domain]) == signers | {
        (f"bounce.{domain}", "MX"): ["10 feedback-smtp.us-east-1.amazonses.com"],
        (f"bounce.{domain}", "TXT"): ['"v=spf1 include:amazonses.com ~all"'],
        (f"_dmarc.{domain}", "TXT"): [f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"'],
        (domain, "MX"): ["10 inbound-smtp.us-east-1.amazonaws.com"],
    }


@pytest.mark.parametrize("domain", STREAMS)
def test_a_domain_is_verified_by_its_records(mail: MailPlatform, domain: str) -> None:
    assert mail.verification(domain) == (True, "SUCCESS", "SUCCESS")
    identity = mail.ses.get_email_identity(EmailIdentity=domain)
    assert identity["DkimAttributes"]["CurrentSigningKeyLength"] == "RSA_2048_BIT"
    assert identity["MailFromAttributes"]["MailFromDomain"] == f"bounce.{domain}"


def test_a_domain_whose_records_vanish_is_not_verified_any_more(mail: MailPlatform) -> None:
    route53 = mail.emulator.client("route53")
    domain = "account.example"
    listed = route53.list_resource_record_sets(HostedZoneId=ZONES[domain])["ResourceRecordSets"]
    signers = [record for record in listed if record["Type"] == "CNAME"]

    def change(action: str) -> None:
        changes = [{"Action": action, "ResourceRecordSet": record} for record in signers]
        route53.change_resource_record_sets(HostedZoneId=ZONES[domain], ChangeBatch={"Changes": changes})  # type: ignore[typeddict-item]

    change("DELETE")
    wait_for("the loss to be seen", lambda: mail.verification(domain)[1] == "TEMPORARY_FAILURE", patience=15)
    change("CREATE")
    mail.wait_until_sending(domain)


@pytest.mark.parametrize("domain", STREAMS)
def test_a_domain_sends_with_the_configuration_set_of_its_stream(mail: MailPlatform, domain: str) -> None:
    name = mail.configuration_set_of(domain)
    assert name.startswith(f"Sending-{STREAMS[domain]}")
    options = mail.ses.get_configuration_set(ConfigurationSetName=name)
    assert options["ReputationOptions"]["ReputationMetricsEnabled"]
    assert options["DeliveryOptions"]["TlsPolicy"] == "REQUIRE"
    assert sorted(options["SuppressionOptions"]["SuppressedReasons"]) == ["BOUNCE", "COMPLAINT"]


@dataclass(frozen=True)
class Story:
    """One mail of each kind, all of stream Receipts, and what was heard of them."""

    ids: dict[str, str]
    topic: list[Record]
    bus: list[Record]
    files: list[Record]

    def told_by_topic(self, kind: str) -> list[str]:
        return [event["eventType"] for event in self.topic if self._is_of(kind, event)]

    def told_by_bus(self, kind: str) -> list[str]:
        return [event["detail-type"] for event in self.bus if self._is_of(kind, event["detail"])]

    def told_by_files(self, kind: str) -> list[str]:
        return [event["eventType"] for event in self.files if self._is_of(kind, event)]

    def _is_of(self, kind: str, event: Record) -> bool:
        return bool(event["mail"]["messageId"] == self.ids[kind])


@pytest.fixture(scope="module")
def story(mail: MailPlatform) -> Story:
    bus = mail.hear_bus()
    for _ in range(SENT_BEFORE):
        mail.send(SHOP, CUSTOMER)
    ids = {
        "good": mail.send(SHOP, CUSTOMER),
        "simulated bounce": mail.send(SHOP, GONE_IN_A_TEST),
        "bounce": mail.send(SHOP, GONE),
        "suppressed": mail.send(SHOP, GONE),
        "complaint": mail.send(SHOP, "complaint@simulator.amazonses.com"),
        "virus": send_virus(mail),
        "template": send_template_without_data(mail),
    }
    topic = mail.physical_id("Events", "AWS::SQS::Queue", "ProblemQueue")
    files = mail.physical_id("Events", "AWS::S3::Bucket", "Files")
    last = ids["template"]

    def heard(events: list[Record]) -> bool:
        return any(event.get("detail", event)["mail"]["messageId"] == last for event in events)

    wait_for("the last event at the topic", lambda: heard(mail.taken(topic)), patience=15)
    wait_for("the last event on the bus", lambda: heard(mail.taken(bus)), patience=15)
    wait_for("the last event in the files", lambda: heard(mail.lines(files)), patience=15)
    return Story(ids, mail.taken(topic), mail.taken(bus), mail.lines(files))


def send_virus(mail: MailPlatform) -> str:
    content = {"Simple": {"Subject": {"Data": "Look"}, "Body": {"Text": {"Data": EICAR}}}}
    sent = mail.ses.send_email(
        FromEmailAddress=f"hello@{SHOP}",
        Destination={"ToAddresses": [CUSTOMER]},
        Content=content,  # type: ignore[arg-type]
    )
    return sent["MessageId"]


def send_template_without_data(mail: MailPlatform) -> str:
    mail.ses.create_email_template(TemplateName="hi", TemplateContent={"Subject": "Hi {{name}}", "Text": "Hi"})
    sent = mail.ses.send_email(
        FromEmailAddress=f"hello@{SHOP}",
        Destination={"ToAddresses": [CUSTOMER]},
        Content={"Template": {"TemplateName": "hi", "TemplateData": "{}"}},
    )
    return sent["MessageId"]


KINDS = {
    "good": (["Send", "Delivery"], ["Email Sent", "Email Delivered"]),
    "simulated bounce": (["Send", "Bounce"], ["Email Sent", "Email Bounced"]),
    "bounce": (["Send", "Bounce"], ["Email Sent", "Email Bounced"]),
    "suppressed": (["Send", "Bounce"], ["Email Sent", "Email Bounced"]),
    "complaint": (
        ["Send", "Delivery", "Complaint"],
        ["Email Sent", "Email Delivered", "Email Complaint Received"],
    ),
    "virus": (["Send", "Reject"], ["Email Sent", "Email Rejected"]),
    "template": (["Rendering Failure"], ["Email Rendering Failed"]),
}
PROBLEMS = {"Bounce", "Complaint", "Reject", "Rendering Failure"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_topic_hears_of_problems_only(story: Story, kind: str) -> None:
    events, _ = KINDS[kind]
    assert story.told_by_topic(kind) == [event for event in events if event in PROBLEMS]


@pytest.mark.parametrize("kind", KINDS)
def test_the_bus_hears_of_everything(story: Story, kind: str) -> None:
    _, details = KINDS[kind]
    assert sorted(story.told_by_bus(kind)) == sorted(details)


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_hear_of_everything(story: Story, kind: str) -> None:
    events, _ = KINDS[kind]
    assert sorted(story.told_by_files(kind)) == sorted(events)


@pytest.mark.parametrize(
    "event", ["Send", "Delivery", "Bounce", "Complaint", "Reject", "Rendering Failure"], ids=str.lower
)
def test_a_metric_counts_each_event(mail: MailPlatform, story: Story, event: str) -> None:
    in_files = Counter(record["eventType"] for record in story.files)[event]
    assert in_files > 0
    by_set = {"ses:configuration-set": mail.receipts}
    assert mail.metric_sum(event.replace(" ", ""), by_set) == in_files


def test_the_rule_of_the_app_takes_bounces_and_complaints_from_the_bus(mail: MailPlatform, story: Story) -> None:
    queue = mail.physical_id("Events", "AWS::SQS::Queue", "BusQueue")
    wanted = [
        event for event in story.bus if event["detail-type"] in ("Email Bounced", "Email Complaint Received")
    ]

    def all_came() -> bool:
        return sorted(event["id"] for event in mail.taken(queue)) == sorted(event["id"] for event in wanted)

    assert wait_for("the rule's events", all_came, patience=15)


def test_events_carry_the_configuration_set_as_a_tag(mail: MailPlatform, story: Story) -> None:
    assert {tuple(event["mail"]["tags"]["ses:configuration-set"]) for event in story.files} == {(mail.receipts,)}


@pytest.mark.parametrize("stream", ["receipts", "news"])
def test_no_destination_asks_for_opens_or_clicks(mail: MailPlatform, stream: str) -> None:
    found = mail.ses.get_configuration_set_event_destinations(ConfigurationSetName=getattr(mail, stream))
    asked = {each["Name"]: set(each["MatchingEventTypes"]) for each in found["EventDestinations"]}
    assert len(asked) == 5
    assert not {"OPEN", "CLICK"} & set().union(*asked.values())


def test_nothing_was_lost_on_the_way(mail: MailPlatform, story: Story) -> None:
    assert mail.emulator.undelivered() == []


def test_an_address_that_bounced_is_suppressed(mail: MailPlatform, story: Story) -> None:
    found = mail.ses.get_suppressed_destination(EmailAddress=GONE)["SuppressedDestination"]
    assert found["Reason"] == "BOUNCE"
    kinds = {
        kind: event["bounce"]["bounceSubType"]
        for kind in ("bounce", "suppressed")
        for event in story.topic
        if event["mail"]["messageId"] == story.ids[kind]
    }
    assert kinds == {"bounce": "General", "suppressed": "OnAccountSuppressionList"}


def test_a_simulated_bounce_suppresses_nothing(mail: MailPlatform, story: Story) -> None:
    with pytest.raises(ClientError, match="NotFoundException"):
        mail.ses.get_suppressed_destination(EmailAddress=GONE_IN_A_TEST)


def test_a_single_bounce_is_no_reason_for_an_alarm(mail: MailPlatform, story: Story) -> None:
    assert mail.alarms_about_mail() == []


def test_mail_for_support_lands_in_the_bucket(mail: MailPlatform) -> None:
    message = f"From: {CUSTOMER}\r\nTo: support@{SHOP}\r\nSubject: Help\r\n\r\nPlease.\r\n".encode()
    result = mail.emulator.receive(source=CUSTOMER, recipients=[f"support@{SHOP}"], message=message)
    stored = mail.objects(mail.physical_id("Receiving", "AWS::S3::Bucket", "Mail"))
    assert stored[f"support/{result['message_id']}"].endswith(b"Subject: Help\r\n\r\nPlease.\r\n")


def test_mail_for_nobody_is_turned_away(mail: MailPlatform) -> None:
    result = mail.emulator.receive(source=CUSTOMER, recipients=[f"sales@{SHOP}"], message=b"Subject: x\r\n\r\n")
    assert (result["accepted"], str(result["reply"])[:3]) == (False, "550")
