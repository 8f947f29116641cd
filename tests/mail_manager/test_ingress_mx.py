"""The MX record names the ingress point itself."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.dns import Dns, ExistingRecords
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import (
    IngressAccess,
    IngressMx,
    IngressNetwork,
    IngressPoint,
    RuleSet,
    TrafficPolicy,
)
from ses_constructs.receiving import InboundMx
from tests.mail_manager.reading import resources, the
from tests.mail_manager.test_ingress_access import CERTIFICATE


def ingress(
    stack: cdk.Stack, access: IngressAccess | None = None, network: IngressNetwork | None = None
) -> IngressPoint:
    return IngressPoint(
        stack,
        "Ingress",
        traffic_policy=TrafficPolicy(stack, "Policy"),
        rule_set=RuleSet(stack, "Rules"),
        access=access if access is not None else IngressAccess.open(),
        network=network,
    )


def zone(existing: ExistingRecords = ExistingRecords.REFUSE) -> Dns:
    return Dns.in_zone_with_id("ZSHOP", zone_name="shop.example", existing=existing)


def test_the_record_waits_for_the_name_of_the_ingress_point(stack: cdk.Stack) -> None:
    IngressMx(stack, "Mx", domain="Shop.example", dns=zone(), ingress_point=ingress(stack))
    (record,) = the(stack, "AWS::Route53::RecordSetGroup")["RecordSets"]
    (id,) = resources(stack, "AWS::SES::MailManagerIngressPoint")
    assert record == {
        "Name": "shop.example.",
        "Type": "MX",
        "TTL": "1800",
        "ResourceRecords": [{"Fn::Join": ["", ["10 ", {"Fn::GetAtt": [id, "ARecord"]}]]}],
    }


def test_by_hand_it_is_an_output(stack: cdk.Stack) -> None:
    made = IngressMx(stack, "Mx", domain="shop.example", dns=Dns.by_hand(), ingress_point=ingress(stack))
    assert made.dns_records[0].type == "MX"
    (output,) = Template.from_stack(stack).find_outputs("*").values()
    assert "ARecord" in str(output["Value"])


def test_a_note_says_that_mail_cuts_over(stack: cdk.Stack) -> None:
    IngressMx(stack, "Mx", domain="shop.example", dns=zone(), ingress_point=ingress(stack))
    notes = Annotations.from_stack(stack)
    notes.has_info("/Mail/Mx", Match.string_like_regexp("all mail of shop.example goes to Mail Manager"))
    notes.has_no_warning("*", Match.any_value())


def test_to_replace_a_record_that_is_there_is_warned_of(stack: cdk.Stack) -> None:
    IngressMx(stack, "Mx", domain="shop.example", dns=zone(ExistingRecords.ADOPT), ingress_point=ingress(stack))
    text = Match.string_like_regexp("a record that is there is replaced")
    Annotations.from_stack(stack).has_warning("/Mail/Mx", text)


def test_a_domain_whose_mail_goes_to_receipt_rules_in_the_same_app_is_refused(stack: cdk.Stack) -> None:
    InboundMx(stack, "Receipt", domain="shop.example", dns=zone())
    with pytest.raises(ConflictingSettingsError, match="MX"):
        IngressMx(stack, "Mx", domain="shop.example", dns=zone(), ingress_point=ingress(stack))


@pytest.mark.parametrize(
    ("access", "network"),
    [
        (IngressAccess.password(), None),
        (IngressAccess.mutual_tls(ca_certificates=CERTIFICATE), None),
        (IngressAccess.open(), IngressNetwork.private_with_id("vpce-0123456789abcdef0")),
    ],
)
def test_where_strangers_cannot_deliver_no_record_points(
    stack: cdk.Stack, access: IngressAccess, network: IngressNetwork | None
) -> None:
    point = ingress(stack, access, network)
    with pytest.raises(ConflictingSettingsError, match="cannot deliver to Mail/Ingress") as caught:
        IngressMx(stack, "Mx", domain="shop.example", dns=zone(), ingress_point=point)
    assert caught.value.at == "Mail/Mx"


def test_an_imported_ingress_point_is_named_by_what_is_known_of_it(stack: cdk.Stack) -> None:
    host = "abc.def.mail-manager-smtp.eu-west-1.amazonaws.com"
    theirs = IngressPoint.from_ingress_point_id(stack, "Theirs", "inp-1", host=host)
    made = IngressMx(stack, "Mx", domain="shop.example", dns=zone(), ingress_point=theirs)
    assert made.dns_records[0].value == f"10 {host}"


def test_an_imported_ingress_point_without_a_name_is_refused(stack: cdk.Stack) -> None:
    theirs = IngressPoint.from_ingress_point_id(stack, "Theirs", "inp-1")
    with pytest.raises(ConflictingSettingsError, match="does not follow from its id") as caught:
        IngressMx(stack, "Mx", domain="shop.example", dns=zone(), ingress_point=theirs)
    assert "host=" in caught.value.fix


def test_a_domain_outside_of_the_zone_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is not in the hosted zone"):
        IngressMx(stack, "Mx", domain="news.example", dns=zone(), ingress_point=ingress(stack))
