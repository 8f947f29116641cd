"""The request for production access."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import ContactLanguage, MailType, ProductionAccess
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

ASKED: dict[str, Any] = {
    "mail_type": MailType.MARKETING,
    "website_url": "https://shop.example",
    "use_case": "A newsletter.",
}


def test_everything_is_asked(stack: cdk.Stack) -> None:
    made = ProductionAccess(
        stack, "Production", **ASKED, language=ContactLanguage.JAPANESE, contacts=["Ops@Shop.Example"]
    )
    (resource,) = Template.from_stack(stack).find_resources("Custom::SesProductionAccess").values()
    properties = {key: value for key, value in resource["Properties"].items() if key != "ServiceToken"}
    assert properties == {
        "MailType": "MARKETING",
        "WebsiteUrl": "https://shop.example",
        "UseCase": "A newsletter.",
        "Language": "JA",
        "Contacts": ["Ops@shop.example"],
    }
    assert stack.resolve(made.status)["Fn::GetAtt"][1] == "Status"
    assert stack.resolve(made.case_id)["Fn::GetAtt"][1] == "CaseId"


@pytest.mark.parametrize(
    "wrong",
    [
        {"website_url": "shop.example"},
        {"website_url": "https://" + "a" * 1000},
        {"use_case": ""},
        {"use_case": "a" * 5001},
        {"contacts": []},
        {"contacts": ["a@b.cd"] * 5},
        {"contacts": ["nobody"]},
    ],
)
def test_what_aws_refuses_is_refused(stack: cdk.Stack, wrong: dict[str, Any]) -> None:
    (setting,) = wrong
    with pytest.raises(InvalidSettingError) as caught:
        ProductionAccess(stack, "Production", **{**ASKED, **wrong})
    assert caught.value.setting == setting
    assert caught.value.at == "Mail/Production"


def test_a_second_one_is_refused(stack: cdk.Stack) -> None:
    ProductionAccess(stack, "Production", **ASKED)
    with pytest.raises(ConflictingSettingsError, match="production access"):
        ProductionAccess(stack, "Again", **ASKED)


def test_the_words_are_those_of_the_api() -> None:
    model: Any = botocore.session.get_session().get_service_model("sesv2")
    assert sorted(MailType) == sorted(model.shape_for("MailType").enum)
    assert sorted(ContactLanguage) == sorted(model.shape_for("ContactLanguage").enum)
