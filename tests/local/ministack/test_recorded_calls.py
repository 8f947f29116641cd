"""Calls of SES that become events on the bus; deployed alerts hear them in ``tests/end_to_end``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest
from ministack.services import cloudtrail, iam, sts

from ses_constructs.local.ministack import events, recorded_calls
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.messages import Request, Response
from ses_constructs.local.ses.protocols.wire import Parsed
from ses_constructs.local.world import Place

Put = list[dict[str, Any]]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    found: Put = []
    monkeypatch.setattr(events, "put_event", lambda place, **event: found.append(event))
    return found


@pytest.fixture
def trail(place: Place) -> None:
    cloudtrail._create_trail({"Name": place.account, "S3BucketName": "files"})
    cloudtrail._start_logging({"Name": place.account})


def call(
    place: Place, operation: str, *, key: str = "AKIAX", status: int = 200, parameters: Document | None = None
) -> None:
    headers = {"authorization": f"AWS4-HMAC-SHA256 Credential={key}/x/eu-west-1/ses/aws4_request"}
    request = Request("POST", "/", "", headers, b"")
    recorded_calls.record(place, Parsed(operation, parameters or {}), request, Response(status, {}, b""))


@pytest.mark.usefixtures("trail")
def test_changes_are_recorded_and_reading_and_sending_is_not(place: Place, put: Put) -> None:
    for operation in ("DeleteIdentity", "ListIdentities", "GetAccount", "DescribeReceiptRule", "SendRawEmail"):
        call(place, operation)
    (event,) = put
    assert (event["source"], event["detail_type"]) == ("aws.ses", "AWS API Call via CloudTrail")
    assert event["detail"]["eventName"] == "DeleteIdentity"
    assert event["detail"]["eventSource"] == "ses.amazonaws.com"
    assert "errorCode" not in event["detail"]
    json.dumps(event)


@pytest.mark.usefixtures("trail")
def test_parameters_begin_with_a_small_letter(place: Place, put: Put) -> None:
    at = datetime(2026, 1, 31, tzinfo=UTC)
    asked: Document = {"ConfigurationSetName": "mail", "SendingEnabled": False, "Tags": [{"Key": "a"}], "At": at}
    call(place, "PutConfigurationSetSendingOptions", parameters=asked)
    assert put[0]["detail"]["requestParameters"] == {
        "configurationSetName": "mail",
        "sendingEnabled": False,
        "tags": [{"key": "a"}],
        "at": str(at),
    }
    json.dumps(put)


@pytest.mark.usefixtures("trail")
def test_a_call_that_was_refused_is_recorded_with_its_error(place: Place, put: Put) -> None:
    call(place, "DeleteIdentity", status=403)
    assert put[0]["detail"]["errorCode"]


def test_without_a_trail_that_logs_nothing_is_recorded(place: Place, put: Put) -> None:
    call(place, "DeleteIdentity")
    cloudtrail._create_trail({"Name": place.account, "S3BucketName": "files"})
    call(place, "DeleteIdentity")
    assert put == []


@pytest.mark.usefixtures("trail")
def test_it_says_who_signed(place: Place, put: Put) -> None:
    iam._create_user({"UserName": ["ada"]})
    iam._create_access_key({"UserName": ["ada"]})
    (key,) = [one["AccessKeyId"] for one in iam._access_keys.values() if one["UserName"] == "ada"]
    sts.register_session("ASIAX", {"Arn": "arn:aws:sts::1:assumed-role/r/s"})
    for signer in (key, "ASIAX", place.account):
        call(place, "DeleteIdentity", key=signer)
    told = [(event["detail"]["userIdentity"]["type"], event["detail"]["userIdentity"]["arn"]) for event in put]
    assert told == [
        ("IAMUser", f"arn:aws:iam::{place.account}:user/ada"),
        ("AssumedRole", "arn:aws:sts::1:assumed-role/r/s"),
        ("Root", f"arn:aws:iam::{place.account}:root"),
    ]


@pytest.mark.usefixtures("trail")
def test_a_bus_that_refuses_does_not_stop_the_call(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from ses_constructs.local.world import TargetRefusedError

    refusing = Mock(side_effect=TargetRefusedError("no"))
    monkeypatch.setattr(events, "put_event", refusing)
    call(place, "DeleteIdentity")
    assert refusing.call_count == 1
