"""Every grant, tried on an AWS that asks IAM: what it allows, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from botocore.exceptions import ClientError

from ses_constructs.access import SendForm, SendLimits, SesAccess
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

ZONES = {"shop.example": "ZSHOP", "news.example": "ZNEWS"}
BODY = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}
LIMITS = {
    "From": SendLimits(from_addresses=("orders@shop.example",)),
    "Name": SendLimits(display_names=("The shop",)),
    "Feedback": SendLimits(feedback_addresses=("*@bounce.shop.example",)),
    "Recipients": SendLimits(recipients=("*@mail.test",)),
    "Endpoint": SendLimits(vpc_endpoints=("vpce-1",)),
    "Now": SendLimits(valid_from=datetime(2020, 1, 1, tzinfo=UTC)),
    "Past": SendLimits(valid_until=datetime(2020, 1, 1, tzinfo=UTC)),
}
Grant = Callable[[iam.Role], object]


@dataclass
class Mail:
    """One formatted mail; what differs from what everybody may send."""

    sender: str = "hi@shop.example"
    to: tuple[str, ...] = (CUSTOMER,)
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Deployed:
    """Roles with one grant each."""

    account: Account
    sets: dict[str, str]

    def clients(self, role: str) -> tuple[Any, Any]:
        arn = f"arn:aws:iam::{self.account.emulator.account}:role/{role}"
        session: Any = self.account.emulator.session_as(arn)
        endpoint = self.account.emulator.endpoint
        return session.client("sesv2", endpoint_url=endpoint), session.client("ses", endpoint_url=endpoint)

    def allowed(self, role: str, calls: dict[str, Callable[[Any, Any], object]]) -> set[str]:
        """The names of the calls that IAM lets the role make, whatever SES then says."""
        v2, v1 = self.clients(role)
        return {name for name, call in calls.items() if is_allowed(lambda call=call: call(v2, v1))}  # type: ignore[misc]

    def may_send(self, role: str, mail: Mail) -> bool:
        v2, _ = self.clients(role)
        return is_allowed(lambda: formatted(v2, mail))


def is_allowed(call: Callable[[], object]) -> bool:
    try:
        call()
    except ClientError as error:
        return not error.response["Error"]["Code"].startswith("AccessDenied")
    return True


def formatted(v2: Any, mail: Mail) -> object:
    return v2.send_email(
        FromEmailAddress=mail.sender,
        Destination={"ToAddresses": list(mail.to)},
        Content={"Simple": BODY},
        **mail.options,
    )


def build(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Grants")
    sets, domains = {}, {}
    for name, zone in ZONES.items():
        sets[name] = ConfigurationSet(stack, f"Set-{zone}")
        cdk.CfnOutput(stack, zone, value=sets[name].configuration_set_name)
        domains[name] = DomainIdentity(
            stack,
            zone + "Domain",
            domain=name,
            dns=Dns.in_zone_with_id(zone, zone_name=name),
            configuration_set=sets[name],
        )
    templates = [template(stack, name) for name in ("receipt", "other")]
    shop, access = domains["shop.example"], SesAccess.of(stack)
    grants: dict[str, Grant] = {
        **{
            str(form): lambda role, form=form: shop.grant_send(role, forms=[form], templates=templates[:1])  # type: ignore[misc]
            for form in SendForm
        },
        **{
            name: lambda role, limits=limits: shop.grant_send(role, limits=limits)  # type: ignore[misc]
            for name, limits in LIMITS.items()
        },
        "Sandbox": lambda role: shop.grant_send(role, sandbox=True),
        "Identities": lambda role: access.grant_manage_identities(role, identities=["*.shop.example"]),
        "Suppression": access.grant_manage_suppression,
        "Read": access.grant_read,
        "PauseAccount": access.grant_pause,
        "PauseSet": lambda role: access.grant_pause(role, configuration_sets=[sets["shop.example"]]),
    }
    for name, grant in grants.items():
        grant(iam.Role(stack, name, role_name=name, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")))


def template(stack: cdk.Stack, name: str) -> ses.CfnTemplate:
    content = ses.CfnTemplate.TemplateProperty(template_name=name, subject_part="s", text_part="t")
    return ses.CfnTemplate(stack, name, template=content)


@pytest.fixture(scope="module")
def deployed(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    strict_emulator.reset()
    for name, zone in ZONES.items():
        strict_emulator.own_zone(name, zone_id=zone)
    folder: Path = tmp_path_factory.mktemp("grants") / "cdk.out"
    outputs = Assembly(strict_emulator, folder).deploy(build)["Grants"]
    account = Account(strict_emulator)
    for name in ZONES:
        account.wait_until_verified(name)
    yield Deployed(account, {name: outputs[zone] for name, zone in ZONES.items()})
    strict_emulator.reset()


RAW = b"From: hi@shop.example\r\nTo: customer@mail.test\r\nSubject: s\r\n\r\nt"
FROM_SHOP = {"Source": "hi@shop.example", "Destination": {"ToAddresses": [CUSTOMER]}}


def bulk(v2: Any, template: str) -> object:
    return v2.send_bulk_email(
        FromEmailAddress="hi@shop.example",
        DefaultContent={"Template": {"TemplateName": template, "TemplateData": "{}"}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": [CUSTOMER]}}],
    )


def templated(v2: Any, template: str) -> object:
    return v2.send_email(
        FromEmailAddress="hi@shop.example",
        Destination={"ToAddresses": [CUSTOMER]},
        Content={"Template": {"TemplateName": template, "TemplateData": "{}"}},
    )


SENDS: dict[str, Callable[[Any, Any], object]] = {
    "formatted": lambda v2, _: formatted(v2, Mail()),
    "formatted, version 1": lambda _, v1: v1.send_email(**FROM_SHOP, Message=BODY),
    "raw": lambda v2, _: v2.send_email(Content={"Raw": {"Data": RAW}}),
    "raw, version 1": lambda _, v1: v1.send_raw_email(RawMessage={"Data": RAW}),
    "templated": lambda v2, _: templated(v2, "receipt"),
    "another template": lambda v2, _: templated(v2, "other"),
    "templated, version 1": lambda _, v1: v1.send_templated_email(
        **FROM_SHOP, Template="receipt", TemplateData="{}"
    ),
    "bulk": lambda v2, _: bulk(v2, "receipt"),
    "bulk, another template": lambda v2, _: bulk(v2, "other"),
    "bulk, version 1": lambda _, v1: v1.send_bulk_templated_email(
        Source="hi@shop.example",
        Template="receipt",
        DefaultTemplateData="{}",
        Destinations=[{"Destination": {"ToAddresses": [CUSTOMER]}}],
    ),
    "bounce": lambda _, v1: v1.send_bounce(
        OriginalMessageId="x",
        BounceSender="hi@shop.example",
        BouncedRecipientInfoList=[{"Recipient": CUSTOMER, "BounceType": "DoesNotExist"}],
    ),
    "from another domain": lambda v2, _: formatted(v2, Mail("hi@news.example")),
    "delete the domain": lambda v2, _: v2.delete_email_identity(EmailIdentity="shop.example"),
}
ALLOWED = {
    SendForm.FORMATTED: {"formatted", "formatted, version 1"},
    SendForm.RAW: {"raw", "raw, version 1"},
    # Version 2 has one action for formatted and templated mail.
    SendForm.TEMPLATED: {"formatted", "formatted, version 1", "templated", "templated, version 1"},
    SendForm.BULK: {"bulk", "bulk, version 1"},
    SendForm.BOUNCE: {"bounce"},
}


@pytest.mark.parametrize("form", SendForm)
def test_a_form_allows_its_calls_of_both_versions_and_no_other(deployed: Deployed, form: SendForm) -> None:
    assert deployed.allowed(str(form), SENDS) == ALLOWED[form]


def test_the_set_of_the_identity_is_allowed_and_another_is_not(deployed: Deployed) -> None:
    for name, expected in (("shop.example", True), ("news.example", False)):
        mail = Mail(options={"ConfigurationSetName": deployed.sets[name]})
        assert deployed.may_send("formatted", mail) is expected


ORDERS, SHOP = "orders@shop.example", "The shop <hi@shop.example>"
RETURN = {"FeedbackForwardingEmailAddress": "back@bounce.shop.example"}


@pytest.mark.parametrize(
    ("role", "within", "outside"),
    [
        ("From", Mail(ORDERS), [Mail(), Mail("Orders@shop.example")]),
        ("Name", Mail(SHOP), [Mail(), Mail("Shop <hi@shop.example>")]),
        ("Feedback", Mail(options=RETURN), [Mail()]),
        ("Recipients", Mail(to=(CUSTOMER, "b@mail.test")), [Mail(to=(CUSTOMER, "a@other.test"))]),
        ("Endpoint", None, [Mail()]),
        ("Now", Mail(), [Mail("hi@news.example")]),
        ("Past", None, [Mail()]),
        ("Sandbox", Mail(), [Mail("hi@news.example")]),
    ],
)
def test_a_limit_holds(deployed: Deployed, role: str, within: Mail | None, outside: list[Mail]) -> None:
    assert within is None or deployed.may_send(role, within)
    assert [mail for mail in outside if deployed.may_send(role, mail)] == []


MANAGED = "a.shop.example"
OTHERS: dict[str, Callable[[Any, Any], object]] = {
    "create": lambda v2, _: v2.create_email_identity(EmailIdentity=MANAGED),
    "create elsewhere": lambda v2, _: v2.create_email_identity(EmailIdentity="b.other.example"),
    "MAIL FROM": lambda v2, _: v2.put_email_identity_mail_from_attributes(EmailIdentity=MANAGED),
    "delete": lambda v2, _: v2.delete_email_identity(EmailIdentity=MANAGED),
    "list": lambda v2, _: v2.list_email_identities(),
    "look": lambda v2, _: v2.get_email_identity(EmailIdentity="shop.example"),
    "suppress": lambda v2, _: v2.put_suppressed_destination(EmailAddress="x@mail.test", Reason="BOUNCE"),
    "unsuppress": lambda v2, _: v2.delete_suppressed_destination(EmailAddress="x@mail.test"),
    "who is suppressed": lambda v2, _: v2.list_suppressed_destinations(),
    "account": lambda v2, _: v2.get_account(),
    "quota": lambda _, v1: v1.get_send_quota(),
    "pause account": lambda v2, _: v2.put_account_sending_attributes(SendingEnabled=True),
    "send": lambda v2, _: formatted(v2, Mail()),
}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("Identities", {"create", "MAIL FROM", "delete", "list"}),
        ("Suppression", {"suppress", "unsuppress", "who is suppressed"}),
        ("Read", {"list", "look", "account", "quota"}),
        ("PauseAccount", {"account", "pause account"}),
        ("PauseSet", set()),
    ],
)
def test_what_manages_reads_or_pauses_does_that_and_nothing_else(
    deployed: Deployed, role: str, allowed: set[str]
) -> None:
    assert deployed.allowed(role, OTHERS) == allowed


def test_one_set_is_paused_and_no_other(deployed: Deployed) -> None:
    calls: dict[str, Callable[[Any, Any], object]] = {
        name: lambda v2, _, name=name: v2.put_configuration_set_sending_options(  # type: ignore[misc]
            ConfigurationSetName=deployed.sets[name], SendingEnabled=True
        )
        for name in ZONES
    }
    assert deployed.allowed("PauseSet", calls) == {"shop.example"}
