"""Every kind of resource of Mail Manager, deployed and read back; a client with a certificate is let in by it."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from ses_constructs.mail_manager import (
    AddHeaderAction,
    Addon,
    AddonInstance,
    AddonSubscription,
    AddressList,
    Archive,
    ArchiveAction,
    CertificateAttribute,
    DropAction,
    IngressAccess,
    IngressNetwork,
    IngressPoint,
    IngressType,
    IngressVpcEndpoint,
    Mail,
    Relay,
    RelayAction,
    Retention,
    RuleSet,
    TlsPolicy,
    Traffic,
    TrafficPolicy,
)
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.certificates import Authority

STACK, PARTNER = "Kinds", "mta.partner.example"


def build(app: cdk.App, authority: Authority, *, closed: bool | None = None) -> None:
    stack = cdk.Stack(app, STACK)
    archive = Archive(
        stack,
        "Archive",
        archive_name="kept",
        retention=Retention.ONE_YEAR,
        encryption_key=kms.Key(stack, "Key"),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    reader = iam.Role(stack, "Reader", assumed_by=iam.AccountRootPrincipal())
    archive.grant_search(reader)
    staff = AddressList(stack, "Staff", address_list_name="staff", removal_policy=cdk.RemovalPolicy.DESTROY)
    staff.grant_change(reader)
    spamhaus = AddonInstance(
        stack,
        "Spamhaus",
        subscription=AddonSubscription(stack, "Subscription", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST),
    )
    policy = TrafficPolicy(stack, "Policy", traffic_policy_name="partners")
    policy.allow(Traffic.recipient.ends_with("@shop.example"))
    policy.deny(Traffic.analysis_flag(spamhaus, "isListed").is_true(), Traffic.sender_ip.outside("127.0.0.0/8"))
    rules = RuleSet(stack, "Rules", rule_set_name="partners", tags={"team": "mail"})
    name = Mail.client_certificate(CertificateAttribute.COMMON_NAME)
    rules.add_rule("Partner", when=[name.equals(PARTNER)], actions=[ArchiveAction(archive=archive)])
    rules.add_rule("Staff", when=[Mail.recipient.is_in(staff)], actions=[AddHeaderAction(name="X-S", value="1")])
    relay = Relay(stack, "Google", server_name="aspmx.l.google.com", relay_name="google")
    rules.add_rule("Out", when=[Mail.recipient.equals("out@shop.example")], actions=[RelayAction(relay=relay)])
    rules.add_rule("Rest", unless=[name.equals(PARTNER)], actions=[DropAction()])
    access = IngressAccess.mutual_tls(
        ca_certificates=authority.certificate, encryption_key=kms.Key(stack, "TrustStoreKey")
    )
    public = IngressPoint(
        stack,
        "Public",
        access=access,
        network=IngressNetwork.dual_stack(),
        traffic_policy=policy,
        rule_set=rules,
        ingress_point_name="partners",
        closed=closed,
    )
    vpc = ec2.Vpc(stack, "Vpc", max_azs=1, nat_gateways=0, restrict_default_security_group=False)
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    door = IngressVpcEndpoint(stack, "Door", vpc=vpc, type=IngressType.OPEN, subnets=isolated)
    IngressPoint(
        stack,
        "Private",
        access=IngressAccess.open(),
        network=IngressNetwork.private(door),
        tls_policy=TlsPolicy.OPTIONAL,
        traffic_policy=policy,
        rule_set=rules,
    )
    cdk.CfnOutput(stack, "Point", value=public.ingress_point_id)


@pytest.fixture
def authority() -> Authority:
    return Authority("Partners")


def test_every_kind_is_read_back_and_a_certificate_opens_the_door(
    emptied: Account, assembly: Assembly, authority: Authority, tmp_path: Path
) -> None:
    point = assembly.deploy(lambda app: build(app, authority))[STACK]["Point"]
    manager = emptied.emulator.client("mailmanager")
    (archive,) = manager.list_archives()["Archives"]
    kept = manager.get_archive(ArchiveId=archive["ArchiveId"])
    assert (kept["ArchiveName"], kept["Retention"]["RetentionPeriod"]) == ("kept", "ONE_YEAR")
    assert ":key/" in kept["KmsKeyArn"]
    assert [one["AddressListName"] for one in manager.list_address_lists()["AddressLists"]] == ["staff"]
    assert [one["AddonName"] for one in manager.list_addon_instances()["AddonInstances"]] == ["SPAMHAUS_DBL"]
    (relay,) = manager.list_relays()["Relays"]
    assert manager.get_relay(RelayId=relay["RelayId"])["Authentication"] == {"NoAuthentication": {}}
    (rules,) = manager.list_rule_sets()["RuleSets"]
    written = manager.get_rule_set(RuleSetId=rules["RuleSetId"])
    assert [rule["Name"] for rule in written["Rules"]] == ["Partner", "Staff", "Out", "Rest"]
    assert manager.list_tags_for_resource(ResourceArn=written["RuleSetArn"])["Tags"] == [
        {"Key": "team", "Value": "mail"}
    ]
    points = [one["IngressPointId"] for one in manager.list_ingress_points()["IngressPoints"]]
    found = [manager.get_ingress_point(IngressPointId=id) for id in points]
    networks = sorted(next(iter(one["NetworkConfiguration"])) for one in found)
    assert networks == ["PrivateNetworkConfiguration", "PublicNetworkConfiguration"]
    assert {one["Type"] for one in found} == {"MTLS", "OPEN"}
    (store,) = [
        one["IngressPointAuthConfiguration"]["TlsAuthConfiguration"]["TrustStore"]
        for one in found
        if one["Type"] == "MTLS"
    ]
    assert ":key/" in store["KmsKeyArn"]

    door = emptied.emulator.ingress_smtp(point)
    context = ssl.create_default_context(cafile=str(emptied.emulator.smtp_certificate))
    context.load_cert_chain(authority.issue(PARTNER, tmp_path))
    with smtplib.SMTP(door.host, door.port, timeout=10) as client:
        client.starttls(context=context)
        client.sendmail(f"a@{PARTNER}", ["me@shop.example"], "Subject: Hi\r\n\r\nHello\r\n")
    (processed,) = emptied.emulator.processed(point)
    assert processed["matched"] == ["Partner"]

    assembly.deploy(lambda app: build(app, authority, closed=True))
    assert manager.get_ingress_point(IngressPointId=point)["Status"] == "CLOSED"
    with smtplib.SMTP(door.host, door.port, timeout=10) as client:
        client.starttls(context=context)
        with pytest.raises(smtplib.SMTPRecipientsRefused, match="closed"):
            client.sendmail(f"a@{PARTNER}", ["me@shop.example"], "Subject: Hi\r\n\r\nHello\r\n")

    assembly.destroy(lambda app: build(app, authority, closed=True))
    assert manager.list_ingress_points()["IngressPoints"] == []
    assert manager.list_archives()["Archives"] == []
