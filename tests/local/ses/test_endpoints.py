"""Global endpoints at work."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ses_constructs.local.ses.messages import Request, Response
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

Regions = Callable[[str], Account]


def endpoint_id(account: Account) -> str:
    details = {"RoutesDetails": [{"Region": "eu-west-1"}]}
    return str(account.v2.create_multi_region_endpoint(EndpointName="global", Details=details)["EndpointId"])


def send(account: Account, endpoint: str, *, name: str | None = None) -> Response:
    """As a client does that signs for several regions, which boto3 cannot without an extension."""
    body = {
        "FromEmailAddress": f"hello@{DOMAIN}",
        "Destination": {"ToAddresses": ["you@example.net"]},
        "Content": {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello."}}}},
        "EndpointId": endpoint,
        **({} if name is None else {"ConfigurationSetName": name}),
    }
    request = Request("POST", "/v2/email/outbound-emails", "", {}, json.dumps(body).encode())
    return account.ses.handle(account.place, request)


def test_the_regions_take_turns(account_in: Regions, world: FakeWorld) -> None:
    home, second = account_in("us-east-1"), account_in("eu-west-1")
    endpoint = endpoint_id(home)
    world.pass_hours(1)
    home.verify()
    assert [send(home, endpoint).status, send(home, endpoint).status] == [200, 400]
    second.verify()
    for account in (home, second, home, second):
        assert send(account, endpoint).status == 200
    assert [len(one.ses.sent(one.place)) for one in (home, second)] == [3, 2]


def test_a_set_must_be_in_both_regions(account_in: Regions, world: FakeWorld) -> None:
    home, second = account_in("us-east-1"), account_in("eu-west-1")
    endpoint = endpoint_id(home)
    world.pass_hours(1)
    for account in (home, second):
        account.verify()
    home.v2.create_configuration_set(ConfigurationSetName="news")
    assert [send(home, endpoint, name="news").status for _ in range(2)] == [200, 404]


def test_nobody_sends_before_it_is_ready(account: Account) -> None:
    account.verify()
    answer = send(account, endpoint_id(account))
    assert (answer.status, b"not ready" in answer.body) == (400, True)


def test_an_unknown_endpoint_takes_nothing(account: Account) -> None:
    account.verify()
    answer = send(account, "none")
    assert (answer.status, b"no multi-region endpoint" in answer.body) == (400, True)


@pytest.mark.parametrize("hours", [0, 1])
def test_it_is_ready_a_little_later(account: Account, world: FakeWorld, hours: int) -> None:
    endpoint_id(account)
    world.pass_hours(hours)
    found = account.v2.get_multi_region_endpoint(EndpointName="global")
    assert found["Status"] == ("READY" if hours else "CREATING")
