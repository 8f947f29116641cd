"""Files that SES would refuse are found before it reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.audience.file_checks import check_contacts, check_suppressed
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import DataFormat
from ses_constructs.local.ses.import_files import UnreadableRecordError, records

from .conftest import Write

CSV, JSON = DataFormat.CSV, DataFormat.JSON


def suppressed(write: Write, text: str, *, most: int = 10, reason: bool = True, allowed: int = 0) -> None:
    form = JSON if text.startswith("{") else CSV
    path = write("file", text)
    check_suppressed(path, form, most=most, with_reason=reason, failures_allowed=allowed)


def contacts(write: Write, text: str, *, topics: list[str] | None = None, allowed: int = 0) -> None:
    form = JSON if text.startswith("{") else CSV
    check_contacts(write("file", text), form, most=3, topics=topics, failures_allowed=allowed)


@pytest.mark.parametrize(
    "text",
    [
        "a@b.c,BOUNCE\r\n\r\nd@e.f, COMPLAINT\n",
        "\ufeffa@b.c,BOUNCE\n",
        '{"emailAddress": "a@b.c", "reason": "BOUNCE"}\n\n{"emailAddress": "d@e.f", "reason": "COMPLAINT"}',
        "",
    ],
)
def test_addresses_that_ses_takes_pass(write: Write, text: str) -> None:
    suppressed(write, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a@b.c,BOUNCE\nnobody,BOUNCE\n", "line 2 has no address"),
        ("a@b.c\n", "line 1 has no reason BOUNCE or COMPLAINT"),
        ("a@b.c,WHY\n" * 5, "line 3 has no reason BOUNCE or COMPLAINT; and 2 more"),
        ('{"emailAddress": "a@b.c"}', "line 1 has no reason"),
        ("{", "line 1 has no address"),
        ('{"emailAddress": 1}', "line 1 has no address"),
        ("a@b.c,BOUNCE\n" * 11, "has 11 records"),
    ],
)
def test_addresses_that_ses_refuses_are_named_by_their_line(write: Write, text: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        suppressed(write, text)
    assert "a@b.c" not in str(caught.value)


def test_taking_off_needs_no_reason_and_some_failures_may_be_allowed(write: Write) -> None:
    suppressed(write, "a@b.c\n", reason=False)
    suppressed(write, "nobody\na@b.c,BOUNCE\n", allowed=1)


HEADER = "emailAddress,unsubscribeAll,topicPreferences.news,attributesData\n"


@pytest.mark.parametrize(
    "text",
    [
        f'{HEADER}a@b.c,false,OPT_IN,"{{""name"": ""Ada""}}"\nd@e.f,,,\n',
        '{"emailAddress": "a@b.c", "topicPreferences": [{"topicName": "news", "subscriptionStatus": "OPT_OUT"}]}',
        '{"emailAddress": "a@b.c", "topicPreferences": null}',
    ],
)
def test_contacts_that_ses_takes_pass(write: Write, text: str) -> None:
    contacts(write, text, topics=["news"])
    contacts(write, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a@b.c,true\n", "has no column 'emailAddress'"),
        ("", "has no column 'emailAddress'"),
        ("emailAddress,firstName\na@b.c,Ada\n", "has 1 columns that SES does not know"),
        ("emailAddress,topicPreferences.sport\na@b.c,OPT_IN\n", "has the topic 'sport', which the list has not"),
        (f"{HEADER}a@b.c,,YES,\n", "line 2 has a topic that is neither OPT_IN nor OPT_OUT"),
        (f"{HEADER},,OPT_IN,\n", "line 2 has no address"),
        (f"{HEADER}a@b.c,,,,surplus\nb@b.c\nc@b.c\nd@b.c\n", "has 4 records"),
        (
            '{"emailAddress": "a@b.c", '
            '"topicPreferences": [{"topicName": "sport", "subscriptionStatus": "OPT_IN"}]}',
            "line 1 has the topic 'sport'",
        ),
    ],
)
def test_contacts_that_ses_refuses_are_named_by_their_line(write: Write, text: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        contacts(write, text, topics=["news"])
    assert "a@b.c" not in str(caught.value)


LINES = st.lists(
    st.sampled_from(["a@b.c,BOUNCE", "b@b.c,COMPLAINT", "c@b.c,WHY", "nobody,BOUNCE", "d@b.c", "@,BOUNCE", ""]),
    max_size=8,
)


@given(LINES)
def test_it_finds_as_many_as_the_emulated_ses_refuses(lines: list[str]) -> None:
    import tempfile
    from pathlib import Path

    body = "\n".join(lines)
    found = [record for _, record in records(body.encode(), "CSV", contacts=False)]
    refused = sum(
        isinstance(each, UnreadableRecordError) or each["Reason"] not in ("BOUNCE", "COMPLAINT") for each in found
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_text(body)
        check_suppressed(path, CSV, most=10, with_reason=True, failures_allowed=refused)
        if refused:
            with pytest.raises(InvalidSettingError):
                check_suppressed(path, CSV, most=10, with_reason=True, failures_allowed=refused - 1)
