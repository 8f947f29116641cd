"""Imports, contacts and templates where every call is judged."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from botocore.exceptions import ClientError

from examples.suppress_and_import import SuppressAndImport
from examples.templates_from_files import TemplatesFromFiles
from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

SHOP = "shop@example.com"
DATA = '{"customer": {"name": "Ada"}, "items": []}'


def build(app: cdk.App) -> None:
    SuppressAndImport(app, "Lists")
    TemplatesFromFiles(app, "Templates")


@pytest.fixture
def account(strict_emulator: Emulator) -> Account:
    strict_emulator.reset()
    return Account(strict_emulator)


def test_every_step_is_allowed_and_nothing_else(account: Account, tmp_path: Path) -> None:
    assembly = Assembly(account.emulator, tmp_path / "cdk.out")
    assembly.deploy(build)
    account.emulator.confirm_address(SHOP)
    endpoint = account.emulator.endpoint

    manager = account.emulator.session_as(role(account, "Lists", "Manager")).client("sesv2", endpoint_url=endpoint)
    manager.create_contact(ContactListName="readers", EmailAddress="new@mail.test")
    assert len(manager.list_contacts(ContactListName="readers")["Contacts"]) == 4
    with pytest.raises(ClientError, match="AccessDenied"):
        manager.delete_contact_list(ContactListName="readers")

    account.ses.create_email_template(TemplateName="other", TemplateContent={"Subject": "x", "Text": "x"})
    sender = account.emulator.session_as(role(account, "Templates", "Sender")).client(
        "sesv2", endpoint_url=endpoint
    )

    def send(template: str) -> None:
        sender.send_email(
            FromEmailAddress=SHOP,
            Destination={"ToAddresses": [CUSTOMER]},
            Content={"Template": {"TemplateName": template, "TemplateData": DATA}},
        )

    send("welcome")
    with pytest.raises(ClientError, match="AccessDenied"):
        send("other")
    assembly.destroy(build)


def role(account: Account, stack: str, prefix: str) -> str:
    """The ARN of a role of a stack."""
    name = account.physical_id(stack, "AWS::IAM::Role", prefix)
    return account.emulator.client("iam").get_role(RoleName=name)["Role"]["Arn"]
