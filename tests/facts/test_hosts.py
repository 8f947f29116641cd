"""Host names by region."""

from __future__ import annotations

from ses_constructs.facts import hosts


def test_bounces_come_back_to_amazonses_and_mail_comes_in_at_amazonaws() -> None:
    assert hosts.feedback_host("eu-west-1") == "feedback-smtp.eu-west-1.amazonses.com"
    assert hosts.inbound_host("eu-west-1") == "inbound-smtp.eu-west-1.amazonaws.com"
    assert hosts.smtp_host("eu-west-1") == "email-smtp.eu-west-1.amazonaws.com"
    assert hosts.tracking_host("eu-west-1") == "r.eu-west-1.awstrack.me"
