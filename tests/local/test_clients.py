"""boto3 sessions of the emulator."""

from __future__ import annotations

import pytest

from ses_constructs.local.emulator import Emulator


def test_a_session_speaks_to_the_emulator_by_itself(emulator: Emulator) -> None:
    identity = emulator.session().client("sts").get_caller_identity()
    assert identity["Account"] == emulator.account


def test_an_account_and_a_region_are_what_was_asked_for(emulator: Emulator) -> None:
    client = emulator.client("sqs", account="111122223333", region="eu-west-1")
    client.create_queue(QueueName="here")
    arn = client.get_queue_attributes(
        QueueUrl=client.get_queue_url(QueueName="here")["QueueUrl"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    assert arn == "arn:aws:sqs:eu-west-1:111122223333:here"
    elsewhere = emulator.client("sqs", account="111122223333", region="us-west-2")
    assert elsewhere.list_queues().get("QueueUrls", []) == []


def test_the_settings_of_the_person_at_the_keyboard_do_not_matter(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "AWS_PROFILE": "work",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_CA_BUNDLE": "/nowhere.pem",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SESSION_TOKEN": "real",
        "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert emulator.client("sts").get_caller_identity()["Account"] == emulator.account
