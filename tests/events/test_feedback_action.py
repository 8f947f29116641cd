"""What is done about a recipient."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses

from ses_constructs.events import FeedbackAction


def test_suppressing_needs_no_list_and_opting_out_needs_one(stack: cdk.Stack) -> None:
    listed = ses.CfnContactList(stack, "Readers")
    assert FeedbackAction.suppress().contact_list is None
    assert FeedbackAction.opt_out(listed).contact_list is listed
    assert FeedbackAction.suppress() == FeedbackAction.suppress()
