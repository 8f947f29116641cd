"""The door: which protocol, what is not emulated, threads."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.service import Request, Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld


def test_an_operation_that_is_not_emulated_says_so_loudly(account: Account) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: account.v2.list_recommendations(),
        lambda: account.v1.get_send_statistics(),
        lambda: account.mail_manager.list_address_list_import_jobs(AddressListId="al-1"),
    )
    for call in calls:
        with pytest.raises(ClientError, match="is not emulated") as caught:
            call()
        assert caught.value.response["Error"]["Code"] == "NotImplementedByEmulator"
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_an_unknown_operation_is_a_bad_request(ses: Ses, account: Account) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    for request in (
        Request("POST", "/", "", form, b"Action=Fly&Version=2010-12-01"),
        Request("GET", "/v2/email/fly", "", {}, b""),
        Request("POST", "/", "", {"x-amz-target": "MailManagerSvc.Fly"}, b"{}"),
        Request("GET", "/favicon.ico", "", {}, b""),
    ):
        answer = ses.handle(account.place, request)
        assert answer.status == 400
        said = answer.body + json.dumps(dict(answer.headers)).encode()
        assert b"UnknownOperation" in said


def test_a_request_the_model_does_not_allow_is_refused(account: Account) -> None:
    with pytest.raises(account.v2.exceptions.BadRequestException, match="enum value set"):
        account.v2.put_suppressed_destination(EmailAddress="a@b.c", Reason="SPAM")
    with pytest.raises(ClientError, match="ValidationError"):
        account.v1.list_identities(IdentityType="Planet")
    with pytest.raises(account.mail_manager.exceptions.ValidationException):
        account.mail_manager.create_archive(ArchiveName="-")


def test_a_reset_forgets_everything(account: Account, ses: Ses) -> None:
    account.verify()
    account.send("you@example.net")
    ses.reset()
    assert account.v2.list_email_identities()["EmailIdentities"] == []
    assert ses.sent(account.place) == []


def test_v1_and_v2_see_the_same_things(account: Account) -> None:
    account.v1.create_configuration_set(ConfigurationSet={"Name": "news"})
    assert account.v2.list_configuration_sets()["ConfigurationSets"] == ["news"]
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    assert account.v1.list_identities()["Identities"] == [DOMAIN]
    account.v1.update_account_sending_enabled(Enabled=False)
    assert account.v2.get_account()["SendingEnabled"] is False


def test_many_threads_count_right(account: Account, world: FakeWorld) -> None:
    account.verify()
    account.v2.put_account_suppression_attributes(SuppressedReasons=[])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: account.send(f"x{number % 2}@bounce.test"), range(40)))
    assert sorted(world.values("Reputation.BounceRate"))[-1] == 1
    assert account.v2.get_account()["SendQuota"]["SentLast24Hours"] == 40


def test_the_caller_and_its_address_are_in_the_tags(account: Account, world: FakeWorld) -> None:
    account.verify()
    account.listen("all", "SEND")
    account.send("you@example.net", ConfigurationSetName="all")
    tags = json.loads(world.published[0].message)["mail"]["tags"]
    assert (tags["ses:caller-identity"], tags["ses:source-ip"]) == (["AKIATEST"], ["127.0.0.1"])
