"""Who may log in to the SMTP interface, and what is said to whom may not send."""

from __future__ import annotations

import json
from unittest.mock import Mock

import pytest
from ministack.services import iam

from ses_constructs.facts.smtp import smtp_password
from ses_constructs.local.ministack.submissions import Submissions
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.smtp.submission import Sender, SubmissionRefusedError
from ses_constructs.local.world import Place

IDENTITY = "arn:aws:ses:eu-west-1:{account}:identity/shop.example"


@pytest.fixture
def key(place: Place) -> tuple[str, str]:
    """An access key of a user named after the account: id and secret."""
    iam._create_user({"UserName": [place.account]})
    iam._create_access_key({"UserName": [place.account]})
    (held,) = [one for one in iam._access_keys.values() if one["UserName"] == place.account]
    return held["AccessKeyId"], held["SecretAccessKey"]


def log_in(key: tuple[str, str], region: str = "eu-west-1") -> Sender | None:
    return Submissions(Mock(spec=Ses)).log_in(key[0], smtp_password(key[1], region))


def test_the_password_says_the_region(place: Place, key: tuple[str, str]) -> None:
    sender = log_in(key, "us-west-2")
    assert sender is not None
    assert sender == Sender(Place(place.account, "us-west-2"), place.account, key[0])


def test_the_secret_key_itself_is_no_password(key: tuple[str, str]) -> None:
    door = Submissions(Mock(spec=Ses))
    assert door.log_in(key[0], key[1]) is None
    assert door.log_in("AKIANOBODY", smtp_password(key[1], "eu-west-1")) is None


def test_a_key_that_is_switched_off_is_not_let_in(place: Place, key: tuple[str, str]) -> None:
    iam._update_access_key({"UserName": [place.account], "AccessKeyId": [key[0]], "Status": ["Inactive"]})
    assert log_in(key) is None


def submit(place: Place, key: tuple[str, str], ses: Mock) -> str:
    sender = log_in(key)
    assert sender is not None
    answer = Submissions(ses).submit(
        sender, source="a@shop.example", recipients=["b@mail.test"], message=b"x", source_ip="127.0.0.1"
    )
    return str(answer)


def asks(place: Place) -> Mock:
    """An SES that asks whether the sender may, as the real one does."""
    ses = Mock(spec=Ses)

    def take(*_: object, allow: object, **__: object) -> str:
        assert callable(allow)
        allow([IDENTITY.format(account=place.account)], {"ses:FromAddress": "a@shop.example"})
        return "taken"

    ses.submit.side_effect = take
    return ses


def allow(place: Place, **condition: object) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "ses:SendRawEmail",
        "Resource": IDENTITY.format(account=place.account),
        "Condition": condition,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam._put_user_policy({"UserName": [place.account], "PolicyName": ["send"], "PolicyDocument": [document]})


def test_who_is_allowed_sends_and_who_is_not_hears_what_is_missing(place: Place, key: tuple[str, str]) -> None:
    with pytest.raises(
        SubmissionRefusedError, match=r"^554 Access denied.*ses:SendRawEmail.*identity/shop\.example"
    ):
        submit(place, key, asks(place))
    allow(place)
    assert submit(place, key, asks(place)) == "taken"


def test_conditions_are_asked_with_the_keys_that_ses_knows(place: Place, key: tuple[str, str]) -> None:
    allow(place, StringLike={"ses:FromAddress": "b@shop.example"})
    with pytest.raises(SubmissionRefusedError):
        submit(place, key, asks(place))
    allow(place, StringLike={"ses:FromAddress": "a@*"}, StringEquals={"ses:ApiVersion": "2"})
    assert submit(place, key, asks(place)) == "taken"


@pytest.mark.parametrize(
    ("code", "reply"),
    [("TooManyRequestsException", "454 Throttling failure: "), ("MessageRejected", "554 Message rejected: ")],
)
def test_what_ses_refuses_becomes_a_reply_of_one_line(
    place: Place, key: tuple[str, str], code: str, reply: str
) -> None:
    ses = Mock(spec=Ses)
    ses.submit.side_effect = RefusedError(code, "so\n  it is")
    with pytest.raises(SubmissionRefusedError, match=f"^{reply}so it is$"):
        submit(place, key, ses)
