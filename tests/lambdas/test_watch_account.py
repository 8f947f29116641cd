"""The account monitor's function: what it publishes of what SES says, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber

from ses_constructs.lambdas.watch_account import handler as watching

HEALTHY: dict[str, Any] = {
    "EnforcementStatus": "HEALTHY",
    "SendingEnabled": True,
    "ProductionAccessEnabled": True,
    "SendQuota": {"Max24HourSend": 50_000.0, "SentLast24Hours": 12_500.0, "MaxSendRate": 14.0},
}


class Cloud:
    """SES that says what the test wants, and a CloudWatch that keeps what it is given."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.clients: dict[str, Any] = {"sesv2": boto3.client("sesv2"), "cloudwatch": boto3.client("cloudwatch")}
        self.ses, self.metrics = Stubber(self.clients["sesv2"]), Stubber(self.clients["cloudwatch"])
        self.put: dict[str, float] = {}
        self.clients["cloudwatch"].meta.events.register(
            "provide-client-params.cloudwatch.PutMetricData", self._keep
        )
        patch.setattr(boto3, "client", self._client)
        self.ses.activate()
        self.metrics.activate()

    def _client(self, service: str, config: Config) -> object:
        return self.clients[service]

    def _keep(self, params: dict[str, Any], **_: object) -> None:
        assert params["Namespace"] == "SesConstructs"
        for datum in params["MetricData"]:
            assert datum["Dimensions"] == [{"Name": "Monitor", "Value": "here"}]
            self.put[datum["MetricName"]] = datum["Value"]

    def lists(self, *identities: tuple[str, str], token: str | None = None, after: str | None = None) -> None:
        shown = [{"IdentityName": name, "VerificationStatus": status} for name, status in identities]
        answer = {"EmailIdentities": shown, **({"NextToken": token} if token else {})}
        asked = {"PageSize": 1000, **({"NextToken": after} if after else {})}
        self.ses.add_response("list_email_identities", answer, asked)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setenv("MONITOR", "here")
    monkeypatch.setenv("SNDS", "no")
    yield (made := Cloud(monkeypatch))
    made.ses.assert_no_pending_responses()
    made.metrics.assert_no_pending_responses()


def watched(cloud: Cloud, **account: Any) -> dict[str, float]:
    cloud.ses.add_response("get_account", HEALTHY | account, {})
    cloud.lists()
    cloud.metrics.add_response("put_metric_data", {})
    watching.handler({}, None)
    return cloud.put


def test_an_account_that_is_well(cloud: Cloud) -> None:
    assert watched(cloud) == {
        "EnforcementLevel": 0,
        "SendingPaused": 0,
        "Sandbox": 0,
        "QuotaUsedPercent": 25,
        "LostIdentities": 0,
        "PausedDays": 0,
        "Watched": 1,
    }


@pytest.mark.parametrize(("status", "level"), [("PROBATION", 1), ("SHUTDOWN", 2), ("SOMETHING_NEW", 2)])
def test_aws_s_own_view_becomes_a_level(status: str, level: float, cloud: Cloud) -> None:
    assert watched(cloud, EnforcementStatus=status)["EnforcementLevel"] == level


@pytest.mark.parametrize(
    ("setting", "metric"), [("SendingEnabled", "SendingPaused"), ("ProductionAccessEnabled", "Sandbox")]
)
def test_what_is_switched_off_is_seen(setting: str, metric: str, cloud: Cloud) -> None:
    if metric == "SendingPaused":
        cloud.metrics.add_response("get_metric_statistics", {"Datapoints": []})
    assert watched(cloud, **{setting: False})[metric] == 1


def test_an_unlimited_quota_has_no_metric(cloud: Cloud) -> None:
    quota = {"Max24HourSend": -1.0, "SentLast24Hours": 12_500.0}
    assert "QuotaUsedPercent" not in watched(cloud, SendQuota=quota)


def test_identities_that_lost_their_records_are_counted_on_every_page(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.ses.add_response("get_account", HEALTHY, {})
    cloud.lists(("b.example", "FAILED"), ("new.example", "PENDING"), token="more")
    cloud.lists(("a.example", "TEMPORARY_FAILURE"), ("well.example", "SUCCESS"), after="more")
    cloud.metrics.add_response("put_metric_data", {})
    watching.handler({}, None)
    assert cloud.put["LostIdentities"] == 2
    assert json.loads(capsys.readouterr().out)["lost"] == ["a.example", "b.example"]


def test_when_ses_does_not_answer_nothing_is_published(cloud: Cloud) -> None:
    cloud.ses.add_client_error("get_account", "AccessDeniedException")
    with pytest.raises(Exception, match="AccessDenied"):
        watching.handler({}, None)
    assert cloud.put == {}


# how long a pause has lasted


def paused_since(cloud: Cloud, *minima: tuple[float, float]) -> float:
    """``minima``: how many days ago a day began, and the least value of it."""
    now = datetime.now(UTC)
    points = [{"Timestamp": now - timedelta(days=ago), "Minimum": value} for ago, value in minima]
    asked = {
        "Namespace": "SesConstructs",
        "MetricName": "SendingPaused",
        "Dimensions": [{"Name": "Monitor", "Value": "here"}],
        "StartTime": ANY,
        "EndTime": ANY,
        "Period": 86_400,
        "Statistics": ["Minimum"],
    }
    cloud.metrics.add_response("get_metric_statistics", {"Datapoints": points}, asked)
    return watched(cloud, SendingEnabled=False)["PausedDays"]


@pytest.mark.parametrize(
    ("minima", "days"),
    [
        ((), 0),
        (((0.5, 1),), 0.5),
        (((0.5, 0),), 0),
        (((3, 1), (2, 1), (1, 1)), 3),
        # Sent on the third day back, and paused in the course of it.
        (((5, 1), (4, 0), (3, 0), (2, 1), (1, 1)), 2),
        # On two days this function did not run.
        (((61, 1), (58, 1)), 61),
        (((10, 0), (5, 1)), 9),
    ],
)
def test_a_pause_lasts_from_the_last_day_that_sent(
    minima: tuple[tuple[float, float], ...], days: float, cloud: Cloud
) -> None:
    assert paused_since(cloud, *minima) == pytest.approx(days, abs=0.01)


def test_an_account_that_sends_is_not_asked_for_how_long(cloud: Cloud) -> None:
    assert watched(cloud)["PausedDays"] == 0


# dedicated IP addresses


def says(cloud: Cloud, name: str, values: dict[str, list[float]]) -> None:
    """What Microsoft says of each address, by a dimension whatever it is called."""
    listed = [
        {"Namespace": "AWS/SES", "MetricName": name, "Dimensions": [{"Name": "some-dimension", "Value": address}]}
        for address in values
    ]
    cloud.metrics.add_response("list_metrics", {"Metrics": listed}, {"Namespace": "AWS/SES", "MetricName": name})
    for address, found in values.items():
        points = [{"Maximum": value} for value in found]
        asked = {
            "Namespace": "AWS/SES",
            "MetricName": name,
            "Dimensions": [{"Name": "some-dimension", "Value": address}],
            "StartTime": ANY,
            "EndTime": ANY,
            "Period": 86_400,
            "Statistics": ["Maximum"],
        }
        cloud.metrics.add_response("get_metric_statistics", {"Datapoints": points}, asked)


def test_the_worst_of_all_addresses_is_published(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNDS", "yes")
    says(cloud, "SNDS.SpamRate", {"192.0.2.1": [0.0, 0.5], "192.0.2.2": [0.0]})
    says(cloud, "SNDS.ComplaintRate", {"192.0.2.1": [0.05]})
    says(cloud, "SNDS.TrapHits", {"192.0.2.1": [], "192.0.2.2": [3.0, 1.0]})
    put = watched(cloud)
    assert {name: value for name, value in put.items() if "SNDS" in name} == {
        "SNDSSpamRate": 0.5,
        "SNDSComplaintRate": 0.05,
        "SNDSTrapHits": 3,
    }


def test_addresses_of_which_nothing_is_said_have_no_metric(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNDS", "yes")
    for name in ("SNDS.SpamRate", "SNDS.ComplaintRate", "SNDS.TrapHits"):
        says(cloud, name, {})
    assert not [name for name in watched(cloud) if "SNDS" in name]
