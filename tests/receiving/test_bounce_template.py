"""The replies of bounces, against the guide's table."""

from __future__ import annotations

from ses_constructs.receiving import BounceTemplate


def test_all_six_templates_have_the_guides_codes() -> None:
    codes = {template.name: (template.smtp_reply_code, template.status_code) for template in BounceTemplate}
    assert codes == {
        "MAILBOX_DOES_NOT_EXIST": ("550", "5.1.1"),
        "MESSAGE_TOO_LARGE": ("552", "5.3.4"),
        "MAILBOX_FULL": ("552", "5.2.2"),
        "MESSAGE_CONTENT_REJECTED": ("500", "5.6.1"),
        "UNKNOWN_FAILURE": ("554", "5.0.0"),
        "TEMPORARY_FAILURE": ("450", "4.0.0"),
    }
    assert all(template.message for template in BounceTemplate)
