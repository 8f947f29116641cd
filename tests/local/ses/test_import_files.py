"""The files that imports read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ses.import_files import UnreadableRecordError, records


def test_contacts_come_with_a_header_and_a_column_for_each_topic() -> None:
    body = (
        b"emailAddress,unsubscribeAll,topicPreferences.news,topicPreferences.tips,attributesData\n"
        b'a@b.c,false,OPT_IN,,"{""name"": ""Ada""}"\n'
        b"no address,true,,,\n"
        b"d@e.f,,MAYBE,,\n"
    )
    (_, first), (_, second), (_, third) = records(body, "CSV", contacts=True)
    assert first == {
        "EmailAddress": "a@b.c",
        "UnsubscribeAll": False,
        "TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}],
        "AttributesData": '{"name": "Ada"}',
    }
    assert isinstance(second, UnreadableRecordError)
    assert isinstance(third, UnreadableRecordError)


def test_contacts_come_as_lines_of_json() -> None:
    body = (
        b'{"emailAddress": "a@b.c", "topicPreferences": '
        b'[{"topicName": "news", "subscriptionStatus": "OPT_OUT"}]}\n\n[]\n{\n'
    )
    found = [record for _, record in records(body, "JSON", contacts=True)]
    assert found[0] == {
        "EmailAddress": "a@b.c",
        "UnsubscribeAll": False,
        "TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}],
        "AttributesData": None,
    }
    assert all(isinstance(record, UnreadableRecordError) for record in found[1:])
    assert len(found) == 3


@pytest.mark.parametrize(
    ("data_format", "body"),
    [
        ("CSV", b"\xef\xbb\xbfa@b.c,BOUNCE\r\n\r\nd@e.f\r\n"),
        ("JSON", b'{"emailAddress": "a@b.c", "reason": "BOUNCE"}\n{"emailAddress": "d@e.f"}'),
    ],
)
def test_suppressed_addresses_come_with_or_without_a_reason(data_format: str, body: bytes) -> None:
    assert [record for _, record in records(body, data_format, contacts=False)] == [
        {"EmailAddress": "a@b.c", "Reason": "BOUNCE"},
        {"EmailAddress": "d@e.f", "Reason": None},
    ]


@given(st.text(alphabet=st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"])))
def test_any_line_is_a_record_or_says_why_not(line: str) -> None:
    for kind in ("CSV", "JSON"):
        for _, record in records(line.encode(), kind, contacts=False):
            assert isinstance(record, UnreadableRecordError) or "@" in record["EmailAddress"]
