"""The table of actions, and those that change the message alone."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.ingress import rule_actions
from ses_constructs.local.ses.models import service_model
from tests.local.ses.aws import DOMAIN, Account
from tests.local.ses.ingress.mail import DROP, Gate, header, rule


def test_every_action_of_the_model_is_there() -> None:
    known = set(service_model("mailmanager").shape_for("RuleAction").members)  # type: ignore[attr-defined]
    assert set(rule_actions._ACTIONS) == known
    assert len(known) == 12


@pytest.mark.parametrize(
    ("action", "done"),
    [
        (DROP, "Drop"),
        (header("X-A"), "AddHeader X-A"),
        ({"ReplaceRecipient": {"ReplaceWith": [f"x@{DOMAIN}"]}}, f"ReplaceRecipient x@{DOMAIN}"),
    ],
)
def test_it_says_what_it_did(account: Account, action: dict[str, object], done: str) -> None:
    assert Gate(account, rule(action)).take().actions == (done,)


def test_an_archive_keeps_the_message(account: Account) -> None:
    archive = account.mail_manager.create_archive(ArchiveName="mail")["ArchiveId"]
    assert Gate(account, rule({"Archive": {"TargetArchive": archive}})).take().actions == (f"Archive {archive}",)
