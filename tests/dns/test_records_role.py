"""The role of a DNS account, judged by the emulator's evaluation of IAM policies."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53
from aws_cdk.assertions import Template
from ministack.core import iam_evaluator

from ses_constructs.dns import RecordsRole
from ses_constructs.errors import InvalidSettingError

ACTION = "route53:ChangeResourceRecordSets"
ZONE_ARN = "arn:aws:route53:::hostedzone/Z1"


def make(stack: cdk.Stack, **more: Any) -> RecordsRole:
    zone = route53.HostedZone.from_hosted_zone_attributes(
        stack, "Zone", hosted_zone_id="Z1", zone_name="shop.example"
    )
    given = {
        "trusted_account": "111122223333",
        "external_id": "mail",
        "domains": ["shop.example"],
        "mail_from_domains": ["bounce.shop.example"],
        **more,
    }
    return RecordsRole(stack, "Role", zone=zone, **given)


@pytest.fixture
def policy(stack: cdk.Stack) -> dict[str, Any]:
    make(stack)
    return document_in(stack)


def document_in(stack: cdk.Stack) -> dict[str, Any]:
    (found,) = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    document: dict[str, Any] = found["Properties"]["PolicyDocument"]
    for statement in document["Statement"]:
        statement["Resource"] = ZONE_ARN
    return document


def allowed(policy: dict[str, Any], **change: list[str]) -> bool:
    """Whether the role may make a batch of changes."""
    keys = {f"{ACTION}{name}".lower(): values for name, values in change.items()}
    context = iam_evaluator.EvalContext(
        principal_arn="arn:aws:iam::999988887777:role/records",
        principal_type="AssumedRole",
        principal_account="999988887777",
        action=ACTION,
        resource_arn=ZONE_ARN,
        region="us-east-1",
        secure_transport=True,
        service_context=keys,
    )
    return bool(iam_evaluator.evaluate(context, [iam_evaluator.parse_policy_document(policy)]).decision == "Allow")


def batch(*names: str, types: list[str] | None = None, actions: list[str] | None = None) -> dict[str, list[str]]:
    return {
        "NormalizedRecordNames": list(names),
        "RecordTypes": types if types is not None else ["TXT"],
        "Actions": actions if actions is not None else ["UPSERT"],
    }


@pytest.mark.parametrize(
    "name",
    ["abc._domainkey.shop.example", "_dmarc.shop.example", "default._bimi.shop.example", "bounce.shop.example"],
)
def test_the_records_of_ses_may_be_written(policy: dict[str, Any], name: str) -> None:
    assert allowed(policy, **batch(name))
    assert allowed(policy, **batch(name, actions=["DELETE"], types=["CNAME"]))


@pytest.mark.parametrize(
    "change",
    [
        batch("shop.example"),
        batch("www.shop.example"),
        batch("_smtp._tls.shop.example"),
        batch("a.example._report._dmarc.shop.example"),
        batch("_dmarc.other.shop.example"),
        batch("_dmarc.shop.example", "www.shop.example"),
        batch("bounce.shop.example", types=["A"]),
        batch("bounce.shop.example", types=["MX", "NS"]),
        batch("_dmarc.shop.example", actions=["CREATE"]),
        {},
    ],
)
def test_everything_else_is_refused(policy: dict[str, Any], change: dict[str, list[str]]) -> None:
    assert not allowed(policy, **change)


WIDER: dict[str, list[tuple[str, str]]] = {
    "receiving_domains": [
        ("shop.example", "MX"),
        ("mta-sts.shop.example", "CNAME"),
        ("_mta-sts.shop.example", "TXT"),
        ("_smtp._tls.shop.example", "TXT"),
    ],
    "spf_domains": [("shop.example", "TXT")],
    "report_receivers": [("other.example._report._dmarc.shop.example", "TXT")],
    "hosts": [("shop.example", "CNAME")],
}


@pytest.mark.parametrize("setting", WIDER)
def test_more_may_be_written_when_asked(stack: cdk.Stack, setting: str) -> None:
    make(stack, **{setting: ["shop.example"]})
    wider = document_in(stack)
    for name, type in WIDER[setting]:
        assert allowed(wider, **batch(name, types=[type]))
        assert not allowed(wider, **batch(f"x.{name}", types=[type])) or setting == "report_receivers"


def test_a_zone_is_the_same_in_capitals(stack: cdk.Stack) -> None:
    zone = route53.PublicHostedZone(stack, "Capitals", zone_name="Shop.Example")
    RecordsRole(
        stack, "Same", zone=zone, trusted_account="111122223333", external_id="mail", domains=["shop.example"]
    )
    assert allowed(document_in(stack), **batch("_dmarc.shop.example", types=["TXT"]))


def test_types_that_nothing_needs_are_refused(stack: cdk.Stack) -> None:
    make(stack, domains=[], mail_from_domains=[], spf_domains=["shop.example"])
    document = document_in(stack)
    assert allowed(document, **batch("shop.example"))
    assert not allowed(document, **batch("shop.example", types=["MX"]))


def test_only_who_knows_the_external_id_may_assume_it(stack: cdk.Stack) -> None:
    make(stack, role_name="records")
    (role,) = Template.from_stack(stack).find_resources("AWS::IAM::Role").values()
    (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "mail"}}
    assert role["Properties"]["RoleName"] == "records"
    assert "111122223333" in str(statement["Principal"])


@pytest.mark.parametrize(
    ("account", "external_id", "let_in"),
    [
        ("111122223333", "mail", True),
        ("111122223333", "guess", False),
        ("111122223333", None, False),
        ("444455556666", "mail", False),
    ],
)
def test_the_trust_lets_in_one_account_that_knows_the_id(
    stack: cdk.Stack, account: str, external_id: str | None, let_in: bool
) -> None:
    make(stack)
    (role,) = Template.from_stack(stack).find_resources("AWS::IAM::Role").values()
    trust = role["Properties"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"] = {"AWS": "arn:aws:iam::111122223333:root"}
    caller = f"arn:aws:sts::{account}:assumed-role/provider/session"
    context = iam_evaluator.EvalContext(
        principal_arn=caller,
        principal_type="AssumedRole",
        principal_account=account,
        action="sts:AssumeRole",
        resource_arn="arn:aws:iam::999988887777:role/records",
        region="us-east-1",
        service_context={} if external_id is None else {"sts:externalid": external_id},
    )
    assert iam_evaluator.evaluate_trust_policy(trust, caller, context) is let_in


@pytest.mark.parametrize(
    ("more", "setting"),
    [
        ({"domains": ["other.example"]}, "domains"),
        ({"mail_from_domains": ["bounce.other.example"]}, "mail_from_domains"),
        ({"domains": [], "mail_from_domains": []}, "domains"),
        ({"receiving_domains": ["inbox.example"]}, "receiving_domains"),
        ({"hosts": ["brand.other.example"]}, "hosts"),
        ({"external_id": "x"}, "external_id"),
        ({"external_id": "no spaces"}, "external_id"),
        ({"external_id": "x" * 1225}, "external_id"),
        ({"trusted_account": "12345"}, "trusted_account"),
        ({"domains": ["www.shop.example"]}, "domains"),
    ],
)
def test_what_cannot_work_is_refused(stack: cdk.Stack, more: dict[str, Any], setting: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        make(stack, **more)
    assert caught.value.setting == setting
    assert caught.value.at == "Mail/Role"
