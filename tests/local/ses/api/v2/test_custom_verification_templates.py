"""Custom verification e-mail templates."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import DOMAIN, Account

TEMPLATE = {
    "TemplateName": "verify",
    "FromEmailAddress": f"hello@{DOMAIN}",
    "TemplateSubject": "s",
    "TemplateContent": "c",
    "SuccessRedirectionURL": "https://example.com/yes",
    "FailureRedirectionURL": "https://example.com/no",
}
NAME = {"TemplateName": "verify"}


@pytest.fixture
def owner(account: Account) -> Account:
    account.verify()
    return account


def test_a_template_is_kept_changed_and_deleted(owner: Account) -> None:
    client = owner.v2
    client.create_custom_verification_email_template(**TEMPLATE)
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.create_custom_verification_email_template(**TEMPLATE)
    client.update_custom_verification_email_template(**TEMPLATE | {"TemplateSubject": "other"})
    assert client.get_custom_verification_email_template(**NAME)["TemplateSubject"] == "other"
    (listed,) = client.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"]
    assert listed["TemplateName"] == "verify"
    client.delete_custom_verification_email_template(**NAME)
    with pytest.raises(client.exceptions.NotFoundException):
        client.get_custom_verification_email_template(**NAME)


def test_the_sender_must_be_verified(account: Account) -> None:
    with pytest.raises(account.v2.exceptions.BadRequestException, match="not verified"):
        account.v2.create_custom_verification_email_template(**TEMPLATE)


def test_fifty_are_enough(owner: Account) -> None:
    for number in range(50):
        owner.v2.create_custom_verification_email_template(**TEMPLATE | {"TemplateName": f"t{number}"})
    with pytest.raises(owner.v2.exceptions.LimitExceededException):
        owner.v2.create_custom_verification_email_template(**TEMPLATE)
