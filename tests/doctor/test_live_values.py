"""What references of a deployed template stand for."""

from __future__ import annotations

from ses_constructs.dns.assembly import SynthesizedStack
from tests.doctor.conftest import stack_of

SHOP = "Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}"


def value(reference: str, **dkim: object) -> str | None:
    stack = stack_of(
        SHOP,
        {
            "sesv2.get_email_identity": {"DkimAttributes": dkim},
            "cloudformation.describe_stack_resource": "ValidationError",
        },
    )
    synthesized: SynthesizedStack = stack.synthesized
    return stack.deployment.value(synthesized, reference)


def test_dkim_names_and_values_are_those_of_ses() -> None:
    given = {"Tokens": ["a", "b", "c"], "SigningHostedZone": "dkim.amazonses.com"}
    assert value("Shop.DkimDNSTokenName2", **given) == "b._domainkey.shop"
    assert value("Shop.DkimDNSTokenValue3", **given) == "c.dkim.amazonses.com"


def test_what_ses_does_not_say_is_not_made_up() -> None:
    assert value("Shop.DkimDNSTokenValue1", Tokens=["a", "b", "c"]) is None
    assert value("Shop.DkimDNSTokenName1", Tokens=[], SigningHostedZone="x") is None


def test_a_reference_to_a_resource_is_its_physical_id() -> None:
    assert value("Shop") == "shop"
    assert value("AWS::Region") == "eu-west-1"
    assert value("Nothing") is None


def test_outputs_are_the_stacks() -> None:
    stack = stack_of(
        SHOP,
        {"cloudformation.describe_stacks": {"Stacks": [{"Outputs": [{"OutputKey": "A", "OutputValue": "b"}]}]}},
    )
    assert stack.deployment.outputs(stack.synthesized) == {"A": "b"}
