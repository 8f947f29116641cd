"""Recipients that SES matches, and those it silently would not."""

from __future__ import annotations

import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.receiving.recipients import all_covered, check_address, check_recipient, checked_recipients


@pytest.mark.parametrize(
    "recipient",
    [
        "user@example.com",
        "user+123@example.com",
        "o'neil@example.com",
        "example.com",
        "sub.example.com",
        ".example.com",
        "xn--bcher-kva.example",
        "${Token[TOKEN.1]}",
    ],
)
def test_the_guides_forms_are_taken(recipient: str) -> None:
    check_recipient(recipient)


@pytest.mark.parametrize(
    ("recipient", "fix"),
    [
        ("*@example.com", "'example.com'"),
        ("*.example.com", "'.example.com'"),
        ("*", "catch_all=True"),
        ("@example.com", "'example.com' for all of its addresses"),
        ("Ann <ann@example.com>", "'example.com"),
        ("two words@example.com", "an address such as"),
        ("a@b@example.com", "an address such as"),
        ("bücher.example", "'xn--bcher-kva.example'"),
        ("user@bücher.example", "'xn--bcher-kva.example'"),
        ("münch@example.com", "an address such as"),
        ("localhost", "'example.com'"),
        ("example.com.", "'example.com'"),
        ("", "'example.com'"),
        ("..example.com", "letters, digits"),
    ],
)
def test_what_ses_would_never_match_is_refused_with_the_cure(recipient: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as raised:
        check_recipient(recipient)
    assert raised.value.setting == "recipients"
    assert fix in raised.value.fix


@pytest.mark.parametrize("recipients", [None, []])
def test_all_mail_must_be_asked_for(recipients: list[str] | None) -> None:
    with pytest.raises(ConflictingSettingsError, match="catch_all=True if that is meant"):
        checked_recipients(recipients, catch_all=False)
    assert checked_recipients(recipients, catch_all=True) is None


def test_all_mail_and_some_mail_is_a_contradiction() -> None:
    with pytest.raises(ConflictingSettingsError, match="leave one of the two out"):
        checked_recipients(["example.com"], catch_all=True)


def test_a_rule_takes_a_hundred_recipients_and_no_more() -> None:
    recipients = [f"user{n}@example.com" for n in range(101)]
    assert checked_recipients(recipients[:100], catch_all=False) == recipients[:100]
    with pytest.raises(InvalidSettingError, match="more than the 100"):
        checked_recipients(recipients, catch_all=False)


@pytest.mark.parametrize("address", ["bounce@example.com", "${Token[TOKEN.1]}"])
def test_an_address_is_an_address(address: str) -> None:
    check_address("sender", address)


@pytest.mark.parametrize("address", ["example.com", "Ann <ann@example.com>", "@example.com", "a@localhost", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidSettingError, match="sender="):
        check_address("sender", address)


@pytest.mark.parametrize(
    ("recipients", "by", "covered"),
    [
        (["a@example.com"], ["example.com"], True),
        (["a@example.com"], ["A@Example.com"], True),
        (["a+tag@example.com"], ["a@example.com"], True),
        (["a@example.com"], ["a+tag@example.com"], False),
        (["a@sub.example.com"], ["example.com"], False),
        (["a@sub.example.com"], [".example.com"], True),
        (["a@example.com"], [".example.com"], False),
        (["sub.example.com"], [".example.com"], True),
        ([".sub.example.com"], [".example.com"], True),
        (["example.com"], [".example.com"], False),
        (["example.com"], ["a@example.com"], False),
        (["a@example.com", "b@other.com"], ["example.com"], False),
        (["a@example.com", "b@other.com"], ["example.com", "other.com"], True),
        (["a@example.com"], None, True),
        (None, ["example.com"], False),
        (None, None, True),
    ],
)
def test_which_recipients_another_rule_sees_too(
    recipients: list[str] | None, by: list[str] | None, covered: bool
) -> None:
    assert all_covered(recipients, by=by) is covered
