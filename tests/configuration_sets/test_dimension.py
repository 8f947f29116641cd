"""What CloudWatch may count by."""

from __future__ import annotations

import pytest

from ses_constructs.configuration_sets import AutoTag, Dimension
from ses_constructs.errors import InvalidSettingError


def test_an_auto_tag_is_a_dimension() -> None:
    dimension = Dimension.auto_tag(AutoTag.CONFIGURATION_SET)
    assert (dimension.name, dimension.default, dimension.source) == (
        "ses:configuration-set",
        "none",
        "messageTag",
    )


def test_the_three_sources_differ() -> None:
    makers = (Dimension.message_tag, Dimension.header, Dimension.link_tag)
    assert [make("campaign", default="none").source for make in makers] == [
        "messageTag",
        "emailHeader",
        "linkTag",
    ]


@pytest.mark.parametrize("name", ["To", "from", "RECEIVED", "Cc", "Message-ID", "Return-Path", "DKIM-Signature"])
def test_a_header_that_every_mail_has_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="does not count by") as caught:
        Dimension.header(name, default="none")
    assert caught.value.fix == "use a header of your own"


@pytest.mark.parametrize("name", ["", "a b", "caf\u00e9", "a.b", "x" * 257])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="name=") as caught:
        Dimension.message_tag(name, default="none")
    assert "letters, digits" in caught.value.fix


@pytest.mark.parametrize("default", ["", "shop.example", "a@b", "a b"])
def test_a_default_that_the_schema_refuses_is_refused_first(default: str) -> None:
    with pytest.raises(InvalidSettingError, match="default=") as caught:
        Dimension.message_tag("campaign", default=default)
    assert "such as 'none'" in caught.value.fix


def test_it_knows_for_what_it_has_values() -> None:
    told = [
        Dimension.message_tag("campaign", default="none"),
        Dimension.message_tag("user-id", default="none"),
        Dimension.header("Subject", default="none"),
        Dimension.link_tag("token", default="none"),
    ]
    assert [one.values_for for one in told] == [None, "each recipient", "each message", "each message"]
