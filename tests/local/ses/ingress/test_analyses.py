"""What add-ons say."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.ingress.analyses import is_listed, verdict
from ses_constructs.local.ses.verdicts import GTUBE
from tests.local.ses.aws import Account
from tests.local.ses.ingress.mail import RAW, arrival

LISTED = Connection(source_ip="127.0.0.2")


def analysis(account: Account, addon: str) -> dict[str, str]:
    """An instance of an add-on, as conditions name it."""
    client = account.mail_manager
    subscription = client.create_addon_subscription(AddonName=addon)["AddonSubscriptionId"]
    made = client.create_addon_instance(AddonSubscriptionId=subscription)["AddonInstanceId"]
    arn = client.get_addon_instance(AddonInstanceId=made)["AddonInstanceArn"]
    return {"Analyzer": arn, "ResultField": "passed"}


@pytest.mark.parametrize(
    ("addon", "listed"),
    [("SPAMHAUS_DBL", True), ("ABUSIX_MAIL_INTELLIGENCE", True), ("TRENDMICRO_VSAPI", False)],
)
def test_block_lists_know_the_test_address(account: Account, addon: str, listed: bool) -> None:
    state, asked = account.ses._store.at(account.place), analysis(account, addon)
    assert is_listed(state, asked, LISTED) is listed
    assert not is_listed(state, asked, ENCRYPTED)


@pytest.mark.parametrize(
    ("addon", "body", "expected"),
    [
        ("TRENDMICRO_VSAPI", b"", "PASS"),
        ("TRENDMICRO_VSAPI", EICAR, "FAIL"),
        ("TRENDMICRO_VSAPI", GTUBE, "PASS"),
        ("VADE_ADVANCED_EMAIL_SECURITY", b"", "PASS"),
        ("VADE_ADVANCED_EMAIL_SECURITY", EICAR, "FAIL"),
        ("VADE_ADVANCED_EMAIL_SECURITY", GTUBE, "FAIL"),
        ("SPAMHAUS_DBL", b"", "PASS"),
    ],
)
def test_test_strings_decide(account: Account, addon: str, body: bytes, expected: str) -> None:
    state = account.ses._store.at(account.place)
    assert verdict(state, analysis(account, addon), arrival(RAW + body)) == expected


def test_who_is_listed_does_not_pass(account: Account) -> None:
    state, asked = account.ses._store.at(account.place), analysis(account, "SPAMHAUS_DBL")
    assert verdict(state, asked, arrival(connection=LISTED)) == "FAIL"


def test_an_add_on_that_is_not_there_cannot_say(account: Account) -> None:
    state = account.ses._store.at(account.place)
    gone = {"Analyzer": account.arn("addon-instance/ai-none"), "ResultField": "passed"}
    assert verdict(state, gone, arrival()) == "PROCESSING_FAILED"
    assert not is_listed(state, gone, LISTED)
