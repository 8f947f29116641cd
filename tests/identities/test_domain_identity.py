"""A domain that may send."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Bimi, Dkim, Dmarc, DomainIdentity, Spf

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")


def records(template: Template) -> list[dict[str, Any]]:
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup").values()
    sets: list[dict[str, Any]] = group["Properties"]["RecordSets"]
    return sets


def test_it_builds_an_identity_and_one_record_group(irish_stack: cdk.Stack) -> None:
    DomainIdentity(
        irish_stack,
        "Shop",
        domain="Shop.Example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(),
    )
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::SES::EmailIdentity",
        {
            "EmailIdentity": "shop.example",
            "DkimSigningAttributes": {"NextSigningKeyLength": "RSA_2048_BIT"},
            "MailFromAttributes": {
                "MailFromDomain": "bounce.shop.example",
                "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
            },
            "ConfigurationSetAttributes": Match.absent(),
        },
    )
    (identity,) = template.find_resources("AWS::SES::EmailIdentity")
    assert records(template) == [
        *(
            {
                "Name": {"Fn::Sub": f"${{{identity}.DkimDNSTokenName{n}}}"},
                "Type": "CNAME",
                "TTL": "1800",
                "ResourceRecords": [{"Fn::Sub": f"${{{identity}.DkimDNSTokenValue{n}}}"}],
            }
            for n in (1, 2, 3)
        ),
        {
            "Name": "bounce.shop.example.",
            "Type": "MX",
            "TTL": "1800",
            "ResourceRecords": ["10 feedback-smtp.eu-west-1.amazonses.com"],
        },
        {
            "Name": "bounce.shop.example.",
            "Type": "TXT",
            "TTL": "1800",
            "ResourceRecords": ['"v=spf1 include:amazonses.com ~all"'],
        },
        {
            "Name": "_dmarc.shop.example.",
            "Type": "TXT",
            "TTL": "1800",
            "ResourceRecords": ['"v=DMARC1; p=none"'],
        },
    ]


def test_the_zone_may_be_that_of_a_parent(stack: cdk.Stack) -> None:
    zone = route53.HostedZone.from_hosted_zone_attributes(
        stack, "Zone", hosted_zone_id="Z1", zone_name="shop.example"
    )
    DomainIdentity(
        stack,
        "Mail",
        domain="mail.shop.example",
        dns=Dns.in_zone(zone),
        mail_from_domain="bounce.mail.shop.example",
    )
    names = [record["Name"] for record in records(Template.from_stack(stack))[3:]]
    assert names == ["bounce.mail.shop.example.", "bounce.mail.shop.example."]


def test_without_mail_from_and_dmarc_only_dkim_is_published(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=Dkim.easy(key_bits=1024))
    template = Template.from_stack(stack)
    assert [record["Type"] for record in records(template)] == ["CNAME"] * 3
    template.has_resource_properties(
        "AWS::SES::EmailIdentity",
        {
            "DkimSigningAttributes": {"NextSigningKeyLength": "RSA_1024_BIT"},
            "MailFromAttributes": Match.absent(),
        },
    )


def test_an_agnostic_stack_asks_for_the_region_at_deployment(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain="bounce.shop.example")
    mx = next(record for record in records(Template.from_stack(stack)) if record["Type"] == "MX")
    assert mx["ResourceRecords"] == [
        {"Fn::Join": ["", ["10 feedback-smtp.", {"Ref": "AWS::Region"}, ".amazonses.com"]]}
    ]


def test_by_hand_offers_every_record_and_prints_them(irish_stack: cdk.Stack) -> None:
    shop = DomainIdentity(
        irish_stack,
        "Shop",
        domain="shop.example",
        dns=Dns.by_hand(),
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(),
    )
    assert [(record.type, record.purpose) for record in shop.dns_records] == [
        ("CNAME", "DKIM"),
        ("CNAME", "DKIM"),
        ("CNAME", "DKIM"),
        ("MX", "MAIL FROM: bounces come back here"),
        ("TXT", "MAIL FROM: SPF"),
        ("TXT", "DMARC"),
    ]
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::Route53::RecordSetGroup", 0)
    assert shop.records is None
    (output,) = template.find_outputs("*").values()
    parts = output["Value"]["Fn::Join"][1]
    assert [part["Fn::GetAtt"][1] for part in parts if isinstance(part, dict)] == [
        f"DkimDNSToken{half}{n}" for n in (1, 2, 3) for half in ("Name", "Value")
    ]
    assert "bounce.shop.example. 1800 IN MX 10 feedback-smtp.eu-west-1.amazonses.com." in parts[-1]


def test_published_records_are_offered_too(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dmarc=Dmarc.none())
    assert [record.name for record in shop.dns_records][3:] == ["_dmarc.shop.example"]
    assert stack.resolve(shop.dns_records[0].name)["Fn::GetAtt"][1] == "DkimDNSTokenName1"


def test_identity_and_records_outlive_the_stack_unless_told_otherwise(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Kept", domain="kept.shop.example", dns=ZONE)
    DomainIdentity(stack, "Gone", domain="gone.shop.example", dns=ZONE, removal_policy=cdk.RemovalPolicy.DESTROY)
    resources = Template.from_stack(stack).to_json()["Resources"]
    kept = {id: resource.get("DeletionPolicy") for id, resource in resources.items()}
    assert {id[:4]: policy for id, policy in kept.items()} == {"Kept": "RetainExceptOnCreate", "Gone": None}
    assert len(kept) == 4


def test_mail_of_the_domain_uses_the_configuration_set(stack: cdk.Stack) -> None:
    DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        configuration_set=ses.ConfigurationSet(stack, "Set"),
    )
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentity",
        {"ConfigurationSetAttributes": {"ConfigurationSetName": {"Ref": Match.string_like_regexp("^Set")}}},
    )


def test_a_reject_is_written_when_asked_for(stack: cdk.Stack) -> None:
    DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        reject_when_mx_is_missing=True,
    )
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentity", {"MailFromAttributes": {"BehaviorOnMxFailure": "REJECT_MESSAGE"}}
    )


def test_a_sender_may_use_the_identity_and_its_configuration_set(irish_stack: cdk.Stack) -> None:
    imported = ses.ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "Receipts")
    shop = DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=ZONE, configuration_set=imported)
    shop.grant_send(iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")))
    arn = "arn:{0}:ses:eu-west-1:111122223333:{1}"
    partition = {"Ref": "AWS::Partition"}
    Template.from_stack(irish_stack).has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Action": ["ses:SendEmail", "ses:SendRawEmail"],
                        "Effect": "Allow",
                        "Resource": [
                            {"Fn::Join": ["", ["arn:", partition, arn.format("", name)[4:]]]}
                            for name in ("identity/shop.example", "configuration-set/Receipts")
                        ],
                    }
                ]
            }
        },
    )


@pytest.mark.parametrize("region", ["eusc-de-east-1", "us-gov-west-1"])
def test_other_partitions_are_not_spelt_out(app: cdk.App, region: str) -> None:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region=region))
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    assert stack.resolve(shop.identity_arn) == {
        "Fn::Join": [
            "",
            ["arn:", {"Ref": "AWS::Partition"}, f":ses:{region}:111122223333:identity/shop.example"],
        ]
    }


def test_two_domains_live_in_one_stack(stack: cdk.Stack) -> None:
    for name in ("a", "b"):
        DomainIdentity(stack, name, domain=f"{name}.shop.example", dns=ZONE)
    Template.from_stack(stack).resource_count_is("AWS::SES::EmailIdentity", 2)


@pytest.mark.parametrize(
    ("mail_from_domain", "problem", "fix"),
    [
        ("bounce.other.example", "is not a subdomain of 'shop.example'", "'bounce.shop.example'"),
        ("shop.example", "is not a subdomain of 'shop.example'", "'bounce.shop.example'"),
        ("www.shop.example", "never verifies", "leave it out"),
        (cdk.Aws.REGION, "only the deployment knows", "'bounce.shop.example'"),
    ],
)
def test_a_mail_from_that_cannot_work_is_refused(
    stack: cdk.Stack, mail_from_domain: str, problem: str, fix: str
) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain=mail_from_domain)
    assert caught.value.setting == "mail_from_domain"
    assert problem in str(caught.value)
    assert fix in caught.value.fix
    assert caught.value.at == "Mail/Shop"


@pytest.mark.parametrize(
    ("domain", "problem", "fix"),
    [
        ("www.shop.example", "never verifies", "'shop.example'"),
        ("other.example", "is not in the hosted zone", "Dns.by_hand()"),
        (cdk.Aws.STACK_NAME, "only the deployment knows", "as text"),
    ],
)
def test_a_domain_that_cannot_work_is_refused(stack: cdk.Stack, domain: str, problem: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        DomainIdentity(stack, "Shop", domain=domain, dns=ZONE)
    assert caught.value.setting == "domain"
    assert problem in str(caught.value)
    assert fix in caught.value.fix
    assert caught.value.at == "Mail/Shop"


def test_a_refused_identity_leaves_nothing_in_the_tree(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError):
        DomainIdentity(stack, "Shop", domain="www.shop.example", dns=ZONE)
    assert stack.node.try_find_child("Shop") is None


def test_one_mail_from_name_in_two_regions_is_refused(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    def identity(where: cdk.Stack) -> DomainIdentity:
        return DomainIdentity(
            where, "Shop", domain="shop.example", dns=Dns.by_hand(), mail_from_domain="bounce.shop.example"
        )

    identity(stack)
    with pytest.raises(ConflictingSettingsError, match="published by 'Mail/Shop' already") as caught:
        identity(irish_stack)
    assert "MAIL FROM domain per region" in caught.value.fix
    assert caught.value.at == "Irish/Shop"


def test_records_values_and_switches_of_its_own(irish_stack: cdk.Stack) -> None:
    DomainIdentity(
        irish_stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.reject(),
        bimi=Bimi(logo_url="https://shop.example/logo.svg"),
        spf=Spf.merged_with(["site-check=1", "v=spf1 mx -all"]),
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "Receipts"),
        feedback_forwarding=False,
        tags={"team": "shop"},
    )
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::SES::EmailIdentity",
        {
            "DkimAttributes": Match.absent(),
            "FeedbackAttributes": {"EmailForwardingEnabled": False},
            "Tags": [{"Key": "team", "Value": "shop"}],
        },
    )
    assert [(r["Name"], r["ResourceRecords"]) for r in records(template)[5:]] == [
        ("_dmarc.shop.example.", ['"v=DMARC1; p=reject"']),
        ("default._bimi.shop.example.", ['"v=BIMI1; l=https://shop.example/logo.svg; a="']),
        ("shop.example.", ['"site-check=1"', '"v=spf1 mx include:amazonses.com -all"']),
    ]


def test_signing_can_be_switched_off(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim_signing=False)
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentity", {"DkimAttributes": {"SigningEnabled": False}}
    )


def test_what_other_domains_have_to_agree_to_is_told(stack: cdk.Stack) -> None:
    dmarc = Dmarc.none(reports_to="shop@reports.example")
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dmarc=dmarc)
    assert [r.name for r in shop.report_authorizations] == ["shop.example._report._dmarc.reports.example"]
    plain = DomainIdentity(stack, "Plain", domain="plain.shop.example", dns=ZONE)
    assert plain.report_authorizations == []


def test_a_domain_that_leaves_no_room_for_its_dkim_records_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="no room for the names of its DKIM records") as caught:
        DomainIdentity(stack, "Shop", domain=".".join(["a" * 50] * 4 + ["abcdef"]), dns=Dns.by_hand())
    assert caught.value.fix == "use a shorter name"
