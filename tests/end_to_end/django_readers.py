"""django-anymail and django-ses, given what SNS posts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django
import pytest
from django.conf import settings as django_settings

Envelope = dict[str, Any]
DJANGO_SES_KNOWS = ("bounce", "complaint", "delivery", "send", "open", "click")
"""Its signals, by the name of the payload they bring; of other events it keeps a line in its log."""


@pytest.fixture(scope="module", autouse=True)
def configured_django() -> None:
    if not django_settings.configured:
        django_settings.configure(
            ALLOWED_HOSTS=["*"],
            ANYMAIL={"WEBHOOK_SECRET": "anymail:letmein"},
            AWS_SES_VERIFY_EVENT_SIGNATURES=False,
            INSTALLED_APPS=["anymail", "django_ses"],
            USE_TZ=True,
        )
        django.setup()


def anymail_events(envelope: Envelope) -> list[Any]:
    """The tracking events of ``django-anymail``, which an application gets."""
    from anymail.signals import tracking
    from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
    from django.test import RequestFactory

    with _noting(tracking) as read:
        request = RequestFactory().post(
            "/anymail/amazon_ses/tracking/",
            json.dumps(envelope),
            content_type="text/plain; charset=UTF-8",
            headers={
                "x-amz-sns-message-type": envelope["Type"],
                "x-amz-sns-message-id": envelope["MessageId"],
                "authorization": "Basic YW55bWFpbDpsZXRtZWlu",
            },
        )
        assert AmazonSESTrackingWebhookView.as_view()(request).status_code == 200
    return [said["event"] for said in read]


def anymail_reads(envelope: Envelope) -> list[str]:
    """The types of those."""
    return [event.event_type for event in anymail_events(envelope)]


def django_ses_signals(envelope: Envelope) -> dict[str, dict[str, Any]]:
    """What ``django-ses`` tells an application, by the name of the signal."""
    from django.test import RequestFactory
    from django_ses import signals
    from django_ses.views import SESEventWebhookView

    told: dict[str, dict[str, Any]] = {}
    request = RequestFactory().post("/", json.dumps(envelope), content_type="application/json")
    with _noting(*(getattr(signals, f"{name}_received") for name in DJANGO_SES_KNOWS)) as read:
        assert SESEventWebhookView.as_view()(request).status_code == 200
    for said in read:
        (name,) = [name for name in DJANGO_SES_KNOWS if f"{name}_obj" in said]
        told[name] = said
    return told


def django_ses_reads(heard: Sequence[Envelope]) -> set[str]:
    """The signals that all of these together caused."""
    return {name for envelope in heard for name in django_ses_signals(envelope)}


@contextmanager
def _noting(*signals: Any) -> Iterator[list[dict[str, Any]]]:
    """What is sent by signals meanwhile."""
    read: list[dict[str, Any]] = []

    def note(**said: Any) -> None:
        read.append(said)

    for signal in signals:
        signal.connect(note, weak=False)
    try:
        yield read
    finally:
        for signal in signals:
            signal.disconnect(note)
