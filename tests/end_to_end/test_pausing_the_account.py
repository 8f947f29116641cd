"""``app.py`` deployed: people complain of mail that no stream guards, and the account is paused as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Record
from tests.end_to_end.mail_platform import SHOP, STREAMS, MailPlatform

UNGUARDED = "made-by-hand"


@dataclass(frozen=True)
class Pause:
    """What the function has said of its pause."""

    log: list[Record]


@pytest.fixture(scope="module")
def pause(mail: MailPlatform) -> Pause:
    mail.ses.create_configuration_set(ConfigurationSetName=UNGUARDED)
    for address in [CUSTOMER] * 10 + ["angry@complaint.test"]:
        send_unguarded(mail, address)
    wait_for("the pause", lambda: not mail.ses.get_account()["SendingEnabled"], patience=30)
    function = mail.function("WholeAccount", "Pause")

    def paused() -> list[Record]:
        return [line for line in mail.log(function) if line.get("did") == "paused"]

    return Pause(wait_for("the function's log", paused, patience=30))


def send_unguarded(mail: MailPlatform, address: str) -> None:
    mail.ses.send_email(
        FromEmailAddress=f"hello@{SHOP}",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        ConfigurationSetName=UNGUARDED,
    )


def test_the_function_says_that_it_paused_the_account(pause: Pause) -> None:
    assert [line["what"] for line in pause.log] == ["the account"]
    assert "PauseComplaint" in pause.log[0]["alarm"]


def test_nothing_goes_out_any_more(mail: MailPlatform, pause: Pause) -> None:
    assert {mail.refusal(domain) for domain in STREAMS} == {"SendingPausedException"}
    with pytest.raises(ClientError, match="SendingPausedException"):
        send_unguarded(mail, CUSTOMER)


def test_version_1_of_the_api_is_refused_too(mail: MailPlatform, pause: Pause) -> None:
    ses = mail.emulator.client("ses")
    assert ses.get_account_sending_enabled()["Enabled"] is False
    with pytest.raises(ClientError, match="AccountSendingPaused"):
        ses.send_email(
            Source=f"hello@{SHOP}",
            Destination={"ToAddresses": [CUSTOMER]},
            Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}},
        )


def test_no_stream_is_paused_by_itself(mail: MailPlatform, pause: Pause) -> None:
    assert mail.is_sending(mail.receipts)
    assert mail.is_sending(mail.news)


def test_the_printed_command_resumes_and_mail_flows(mail: MailPlatform, pause: Pause) -> None:
    answer = mail.resume("account")
    assert answer["resumed"] == "the account"
    assert [mail.refusal(domain) for domain in STREAMS] == ["", "", ""]
    send_unguarded(mail, CUSTOMER)
