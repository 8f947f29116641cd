"""What CloudFormation lacks for identities, deployed, read back through the AWS API, updated and destroyed.

The records of one domain are in a hosted zone of a second account. This emulator enforces no IAM policies; what
the role there may write is judged in ``test_records_role.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from aws_cdk.assertions import Template
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ses_constructs.dns import Dns, ExistingRecords, RecordsRole
from ses_constructs.identities import (
    Delegate,
    Dkim,
    DkimKeys,
    Dmarc,
    DomainIdentity,
    FeedbackTopics,
    FeedbackType,
    IdentityMonitor,
)
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

OTHER = "999988887777"
"""The account of the zone of ``far.example``."""
ZONES = {"ZMADE": "made.example", "ZGIVEN": "given.example"}
AFTER_MODULUS = 8
"""The lines of a PEM before hold the modulus, which is half of the public key."""


class Identities(cdk.Stack):
    """A generated key, a given key, another account's zone; topics, a delegate, and a wait for all of them."""

    def __init__(self, app: cdk.App, *, secret_arn: str, far_zone: str, edition: int) -> None:
        super().__init__(app, "Identities")
        destroy = cdk.RemovalPolicy.DESTROY
        topic = sns.Topic(self, "Feedback")
        cdk.CfnOutput(self, "Topic", value=topic.topic_arn)
        topics = FeedbackTopics(bounce=topic, complaint=topic, headers_in=[FeedbackType.BOUNCE])
        made = DomainIdentity(
            self,
            "Made",
            domain="made.example",
            dns=Dns.in_zone_with_id("ZMADE", zone_name="made.example"),
            dkim=Dkim.generated_key(selector="mail1", keys=DkimKeys(self, "Keys")),
            mail_from_domain="bounce.made.example",
            feedback_forwarding=False,
            feedback_topics=topics,
            removal_policy=destroy,
        )
        made.authorize_sender("Partner", Delegate.account("444455556666"))
        if edition == 1:
            made.authorize_sender("Fair", Delegate.organization("o-a1b2c3d4e5"))
        secret = secretsmanager.Secret.from_secret_complete_arn(self, "Given", secret_arn)
        rotating = {1: ("old", ["new"]), 2: ("new", ["old"])}[edition]
        given = DomainIdentity(
            self,
            "GivenKey",
            domain="given.example",
            dns=Dns.in_zone_with_id("ZGIVEN", zone_name="given.example"),
            dkim=Dkim.own_key(selector=rotating[0], secret=secret, also_published=rotating[1]),
            removal_policy=destroy,
        )
        far = DomainIdentity(
            self,
            "Far",
            domain="far.example",
            dns=Dns.in_zone_of_account(
                far_zone,
                zone_name="far.example",
                role_arn=f"arn:aws:iam::{OTHER}:role/mail-records",
                external_id="mail",
                existing=ExistingRecords.ADOPT,
            ),
            mail_from_domain="bounce.far.example",
            dmarc=Dmarc.reject(),
            removal_policy=destroy,
        )
        cdk.CfnOutput(
            self,
            "Monitor",
            value=IdentityMonitor(
                self, "M", identities=[made, given, far], operators=topic
            ).function.function.function_name,
        )
        needy = ssm.StringParameter(self, "Needy", string_value="needs verified identities")
        needy.node.add_dependency(made.verified, given.verified, far.verified)


@dataclass
class Deployed:
    """The account after the first deployment."""

    account: Account
    assembly: Assembly
    given: dict[str, Any]
    outputs: dict[str, str]
    keys: dict[str, str]
    """PEM by selector."""

    def far_records(self) -> dict[tuple[str, str], list[str]]:
        found = self.account.emulator.client("route53", account=OTHER).list_resource_record_sets(
            HostedZoneId=self.given["far_zone"]
        )
        return {
            (each["Name"].rstrip("."), each["Type"]): [value["Value"] for value in each["ResourceRecords"]]
            for each in found["ResourceRecordSets"]
            if each["Type"] not in ("NS", "SOA")
        }


@pytest.fixture(scope="module")
def deployed(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    quick_emulator.reset()
    account = Account(quick_emulator)
    for zone, name in ZONES.items():
        quick_emulator.own_zone(name, zone_id=zone)
    keys = {selector: pem() for selector in ("old", "new")}
    secrets: Any = quick_emulator.session().client("secretsmanager")
    secret = secrets.create_secret(Name="dkim", SecretString=json.dumps(keys))["ARN"]
    given = {"secret_arn": secret, "far_zone": far_zone(quick_emulator)}
    assembly = Assembly(quick_emulator, tmp_path_factory.mktemp("settings") / "cdk.out")
    outputs = assembly.deploy(lambda app: Identities(app, **given, edition=1))["Identities"]
    return Deployed(account, assembly, given, outputs, keys)


def pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def far_zone(emulator: Emulator) -> str:
    """The DNS account with its zone, its role, and a DMARC record that is there already."""
    route53 = emulator.client("route53", account=OTHER)
    zone = route53.create_hosted_zone(Name="far.example", CallerReference="1")["HostedZone"]["Id"].split("/")[-1]
    record = {"Name": "_dmarc.far.example", "Type": "TXT", "TTL": 300}
    change = {
        "Action": "CREATE",
        "ResourceRecordSet": {**record, "ResourceRecords": [{"Value": '"v=DMARC1; p=none"'}]},
    }
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})  # type: ignore[list-item]
    bare = cdk.LegacyStackSynthesizer()
    stack = cdk.Stack(cdk.App(), "Dns", synthesizer=bare)
    RecordsRole(
        stack,
        "Role",
        zone=cdk.aws_route53.HostedZone.from_hosted_zone_attributes(
            stack, "Zone", hosted_zone_id=zone, zone_name="far.example"
        ),
        trusted_account=emulator.account,
        external_id="mail",
        domains=["far.example"],
        mail_from_domains=["bounce.far.example"],
        role_name="mail-records",
    )
    cloudformation = emulator.client("cloudformation", account=OTHER)
    body = json.dumps(Template.from_stack(stack).to_json())
    cloudformation.create_stack(StackName="Dns", TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
    waiter = cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName="Dns", WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    return zone


@pytest.mark.parametrize("domain", ["made.example", "given.example", "far.example"])
def test_every_domain_is_verified_when_the_deployment_is_done(deployed: Deployed, domain: str) -> None:
    found = deployed.account.ses.get_email_identity(EmailIdentity=domain)
    assert found["VerifiedForSendingStatus"]
    assert found["DkimAttributes"]["Status"] == "SUCCESS"
    expected = "AWS_SES" if domain == "far.example" else "EXTERNAL"
    assert found["DkimAttributes"]["SigningAttributesOrigin"] == expected


def test_the_records_are_in_the_zone_of_the_other_account(deployed: Deployed) -> None:
    records = deployed.far_records()
    assert records[("_dmarc.far.example", "TXT")] == ['"v=DMARC1; p=reject"'], "adopted"
    assert records[("bounce.far.example", "MX")] == ["10 feedback-smtp.us-east-1.amazonses.com"]
    assert sum("_domainkey" in name for name, _ in records) == 3


def test_a_bounce_is_published_with_its_headers(deployed: Deployed) -> None:
    account = deployed.account
    queue = account.listen(deployed.outputs["Topic"])
    account.send("made.example", "bounce@simulator.amazonses.com")

    def bounced() -> list[dict[str, Any]]:
        return [each for each in account.taken(queue) if each.get("notificationType") == "Bounce"]

    (notification, *_) = wait_for("the bounce", bounced, patience=15)
    assert notification["mail"]["headers"]
    found = account.ses.get_email_identity(EmailIdentity="made.example")
    assert found["FeedbackForwardingStatus"] is False


def test_delegates_are_authorized(deployed: Deployed) -> None:
    policies = deployed.account.ses.get_email_identity_policies(EmailIdentity="made.example")["Policies"]
    principals = {
        name.rpartition("-")[0]: json.loads(text)["Statement"][0]["Principal"] for name, text in policies.items()
    }
    assert principals == {"Partner": {"AWS": "444455556666"}, "Fair": "*"}


def test_the_monitor_sees_a_record_that_somebody_removed(deployed: Deployed) -> None:
    account = deployed.account
    route53 = account.emulator.client("route53", account=OTHER)
    zone = deployed.given["far_zone"]
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    (mx,) = [each for each in records if each["Type"] == "MX"]

    def look(action: str) -> list[dict[str, Any]]:
        change: Any = {"Changes": [{"Action": action, "ResourceRecordSet": mx}]}
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
        said = len(account.log(deployed.outputs["Monitor"]))
        account.invoke(deployed.outputs["Monitor"], {})
        return account.log(deployed.outputs["Monitor"])[said:]

    (found,) = look("DELETE")
    assert (found["identity"], found["mail_from"]) == ("far.example", "TEMPORARY_FAILURE")
    assert look("CREATE") == []


def test_no_key_is_to_be_found_anywhere_but_in_its_secret(deployed: Deployed) -> None:
    emulator = deployed.account.emulator
    cloudformation = emulator.client("cloudformation")
    secrets: Any = emulator.session().client("secretsmanager")
    (made,) = [each for each in secrets.list_secrets()["SecretList"] if each["Name"] != "dkim"]
    generated = json.loads(secrets.get_secret_value(SecretId=made["ARN"])["SecretString"])["mail1"]
    told = [json.dumps(deployed.outputs), emulator.log.read_text(errors="replace")]
    told.append(json.dumps(cloudformation.get_template(StackName="Identities")["TemplateBody"]))
    told.append(json.dumps(cloudformation.describe_stack_events(StackName="Identities"), default=str))
    provider = deployed.account.physical_id("Identities", "AWS::Lambda::Function", "SesConstructsProvider")
    told.append(json.dumps(deployed.account.log(provider)))
    private = [
        generated[600:664],
        *(line for key in deployed.keys.values() for line in key.splitlines()[AFTER_MODULUS:-1]),
    ]
    assert not [part for part in private if any(part in text for text in told)]
    assert "Custom::SesIdentitySettings" in told[-1], "the log was read"


def test_a_key_is_rotated_and_a_sender_revoked(deployed: Deployed) -> None:
    account = deployed.account
    deployed.assembly.deploy(lambda app: Identities(app, **deployed.given, edition=2))
    found = account.ses.get_email_identity(EmailIdentity="given.example")
    assert found["DkimAttributes"]["Tokens"] == ["new"]
    assert found["VerifiedForSendingStatus"], "its record was there before"
    names = {name for name, _ in account.records("ZGIVEN")}
    assert {"old._domainkey.given.example", "new._domainkey.given.example"} <= names
    policies = account.ses.get_email_identity_policies(EmailIdentity="made.example")["Policies"]
    assert [name.rpartition("-")[0] for name in policies] == ["Partner"]


def test_what_is_not_kept_is_gone_at_the_end(deployed: Deployed) -> None:
    deployed.assembly.destroy(lambda app: Identities(app, **deployed.given, edition=2))
    assert deployed.account.ses.list_email_identities()["EmailIdentities"] == []
    assert deployed.far_records() == {}
    assert deployed.account.records("ZMADE") == {}
