"""Templates of a template."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account
from tests.local.ses.stack import EXAMPLES, Stack

KIND, VERIFICATION = "AWS::SES::Template", "AWS::SES::CustomVerificationEmailTemplate"


def test_a_template_is_read_by_both_versions(stack: Stack, account: Account) -> None:
    parts = {"TemplateName": "hi", "SubjectPart": "s", "TextPart": "t", "HtmlPart": "h"}
    tags = [{"Key": "a", "Value": "b"}]
    assert stack.create(KIND, {"Template": parts, "Tags": tags}) == ("hi", {"Id": "hi"})
    assert account.v1.get_template(TemplateName="hi")["Template"] == parts
    found = account.v2.get_email_template(TemplateName="hi")
    assert found["TemplateContent"] == {"Subject": "s", "Text": "t", "Html": "h"}
    assert found["Tags"] == tags


def test_a_change_replaces_the_content(stack: Stack, account: Account) -> None:
    old = {"Template": {"SubjectPart": "s", "TextPart": "t"}}
    name, _ = stack.create(KIND, old)
    stack.update(KIND, name, old, {"Template": {"SubjectPart": "s", "HtmlPart": "h"}})
    found = account.v2.get_email_template(TemplateName=name)["TemplateContent"]
    assert found == {"Subject": "s", "Html": "h"}


def test_a_template_without_body_is_refused(stack: Stack) -> None:
    with pytest.raises(ResourceError, match="text part or the HTML part"):
        stack.create(KIND, {"Template": {"SubjectPart": "s"}})


def test_a_verification_template_is_read_and_changed(stack: Stack, account: Account) -> None:
    example = stack.example(VERIFICATION)
    assert stack.create(VERIFICATION, example)[0] == "verify"
    changed = example | {"TemplateSubject": "other", "Tags": [{"Key": "a", "Value": "b"}]}
    stack.update(VERIFICATION, "verify", example, changed)
    found = account.v2.get_custom_verification_email_template(TemplateName="verify")
    assert (found["TemplateSubject"], found["Tags"]) == ("other", [{"Key": "a", "Value": "b"}])


def test_a_verification_template_needs_a_verified_sender(stack: Stack) -> None:
    with pytest.raises(ResourceError, match="not verified"):
        stack.create(VERIFICATION, EXAMPLES[VERIFICATION])
