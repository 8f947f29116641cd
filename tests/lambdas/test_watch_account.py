"""The account monitor's function: what it publishes of what SES says, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

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
        "Watched": 1,
    }


@pytest.mark.parametrize(("status", "level"), [("PROBATION", 1), ("SHUTDOWN", 2), ("SOMETHING_NEW", 2)])
def test_aws_s_own_view_becomes_a_level(status: str, level: float, cloud: Cloud) -> None:
    assert watched(cloud, EnforcementStatus=status)["EnforcementLevel"] == level


@pytest.mark.parametrize(
    ("setting", "metric"), [("SendingEnabled", "SendingPaused"), ("ProductionAccessEnabled", "Sandbox")]
)
def test_what_is_switched_off_is_seen(setting: str, metric: str, cloud: Cloud) -> None:
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
