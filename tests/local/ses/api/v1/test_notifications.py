"""Feedback topics of identities."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import DOMAIN, Account, FakeWorld


@pytest.fixture
def owner(account: Account) -> Account:
    account.v1.verify_domain_identity(Domain=DOMAIN)
    return account


def topic(owner: Account, kind: str, arn: str | None) -> None:
    more = {} if arn is None else {"SnsTopic": arn}
    owner.v1.set_identity_notification_topic(Identity=DOMAIN, NotificationType=kind, **more)


def attributes(owner: Account) -> dict[str, object]:
    found = owner.v1.get_identity_notification_attributes(Identities=[DOMAIN, "example.org"])
    assert list(found["NotificationAttributes"]) == [DOMAIN]
    return dict(found["NotificationAttributes"][DOMAIN])


def test_topics_and_headers_are_read_back(owner: Account) -> None:
    topic(owner, "Bounce", "arn:bounces")
    owner.v1.set_identity_headers_in_notifications_enabled(
        Identity=DOMAIN, NotificationType="Bounce", Enabled=True
    )
    assert attributes(owner) == {
        "BounceTopic": "arn:bounces",
        "ForwardingEnabled": True,
        "HeadersInBounceNotificationsEnabled": True,
        "HeadersInComplaintNotificationsEnabled": False,
        "HeadersInDeliveryNotificationsEnabled": False,
    }
    topic(owner, "Bounce", None)
    owner.v1.set_identity_headers_in_notifications_enabled(
        Identity=DOMAIN, NotificationType="Bounce", Enabled=False
    )
    assert "BounceTopic" not in attributes(owner)


def test_an_identity_may_be_named_by_its_arn(owner: Account) -> None:
    owner.v1.set_identity_notification_topic(
        Identity=owner.arn(f"identity/{DOMAIN}"), NotificationType="Bounce", SnsTopic="arn:bounces"
    )
    assert attributes(owner)["BounceTopic"] == "arn:bounces"


def test_a_topic_that_does_not_let_ses_in_is_refused(owner: Account, world: FakeWorld) -> None:
    world.refused["arn:bounces"] = "no policy"
    with pytest.raises(ClientError, match=r"InvalidParameterValue.*no policy"):
        topic(owner, "Bounce", "arn:bounces")


def test_forwarding_goes_only_when_both_topics_are_there(owner: Account) -> None:
    topic(owner, "Bounce", "arn:bounces")
    with pytest.raises(ClientError, match="Bounce and Complaint"):
        owner.v1.set_identity_feedback_forwarding_enabled(Identity=DOMAIN, ForwardingEnabled=False)
    topic(owner, "Complaint", "arn:complaints")
    owner.v1.set_identity_feedback_forwarding_enabled(Identity=DOMAIN, ForwardingEnabled=False)
    assert attributes(owner)["ForwardingEnabled"] is False
