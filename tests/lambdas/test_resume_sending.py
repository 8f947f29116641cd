"""The resume function: what it resumes, what it refuses, and what it warns of."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.lambdas.resume_sending import handler as resuming

TOPIC = "arn:aws:sns:eu-west-1:111122223333:operators"
SET = "shop-receipts"
ENVIRONMENT = {
    "GUARDED_ACCOUNT": "no",
    "GUARDED_SETS": f"newsletter,{SET}",
    "GUARDED_TENANTS": "",
    "OPERATORS_TOPIC": TOPIC,
}
WHOLE_ACCOUNT = {**ENVIRONMENT, "GUARDED_ACCOUNT": "yes", "GUARDED_SETS": ""}
SETS_GUARD = resuming.Settings.read(ENVIRONMENT)
ACCOUNT_GUARD = resuming.Settings.read(WHOLE_ACCOUNT)
ASKED = {"resume": SET, "reason": "list cleaned"}
ACCOUNT_ASKED = {"resume": "account", "reason": "list cleaned"}


class Context:
    """An invocation."""

    function_name = "Mail-GuardResumeSending"
    aws_request_id = "0f4b2c1e"


class Cloud:
    """SES and SNS that answer what the test expects to be asked, in that order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.clients = {"sesv2": boto3.client("sesv2"), "sns": boto3.client("sns")}
        self.ses = Stubber(self.clients["sesv2"])
        self.sns = Stubber(self.clients["sns"])
        self.published: list[dict[str, str]] = []
        self.clients["sns"].meta.events.register("provide-client-params.sns.Publish", self._keep)
        patch.setattr(boto3, "client", self._client)
        self.ses.activate()
        self.sns.activate()

    def _client(self, service: str, config: Config) -> object:
        return self.clients[service]

    def _keep(self, params: dict[str, str], **_: object) -> None:
        self.published.append(params)

    def reads(self, *, sends: bool) -> None:
        answer = {"ConfigurationSetName": SET, "SendingOptions": {"SendingEnabled": sends}}
        self.ses.add_response("get_configuration_set", answer, {"ConfigurationSetName": SET})

    def reads_account(self, *, sends: bool, status: str = "HEALTHY") -> None:
        self.ses.add_response("get_account", {"SendingEnabled": sends, "EnforcementStatus": status}, {})

    def starts(self) -> None:
        asked = {"ConfigurationSetName": SET, "SendingEnabled": True}
        self.ses.add_response("put_configuration_set_sending_options", {}, asked)

    def tells(self) -> None:
        self.sns.add_response("publish", {"MessageId": "1"}, {"TopicArn": TOPIC, "Subject": ANY, "Message": ANY})

    def was_asked_everything(self) -> None:
        self.ses.assert_no_pending_responses()
        self.sns.assert_no_pending_responses()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    yield (made := Cloud(monkeypatch))
    made.was_asked_everything()


@pytest.fixture
def whole_account(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Cloud:
    for name, value in WHOLE_ACCOUNT.items():
        monkeypatch.setenv(name, value)
    return cloud


def warnings_of(answer: dict[str, object]) -> str:
    return json.dumps(answer["warnings"])


# what it resumes


def test_a_listed_set_is_resumed_and_the_operators_are_told_why(cloud: Cloud) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=False)
    cloud.starts()
    cloud.reads(sends=True)
    cloud.tells()
    answer = resuming.handler(ASKED, Context())
    assert answer["resumed"] == f"configuration set {SET}"
    assert (answer["was_paused"], answer["mail_flows"]) == (True, True)
    assert json.loads(json.dumps(answer)) == answer
    notice = cloud.published[0]
    assert notice["Subject"] == f"Sending resumed: configuration set {SET}"
    for told in (
        "list cleaned",
        "Mail-GuardResumeSending",
        "0f4b2c1e",
        f"configuration set {SET} in us-east-1 is on.",
    ):
        assert told in notice["Message"]


def test_the_account_is_resumed(whole_account: Cloud) -> None:
    whole_account.reads_account(sends=False)
    whole_account.reads_account(sends=False)
    whole_account.ses.add_response("put_account_sending_attributes", {}, {"SendingEnabled": True})
    whole_account.reads_account(sends=True)
    whole_account.tells()
    answer = resuming.handler(ACCOUNT_ASKED, Context())
    assert (answer["resumed"], answer["was_paused"]) == ("the account", True)


def test_what_sends_already_is_left_as_it_is(cloud: Cloud) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=True)
    cloud.tells()
    assert resuming.handler(ASKED, Context())["was_paused"] is False
    assert "It was not paused." in cloud.published[0]["Message"]


def test_a_set_named_account_is_a_set_where_sets_are_guarded() -> None:
    guard = resuming.Settings.read({**ENVIRONMENT, "GUARDED_SETS": "account"})
    assert resuming.decide(ACCOUNT_ASKED, guard).configuration_set == "account"


# what it warns of


def test_it_warns_that_a_set_s_rates_start_afresh_and_that_an_alarm_may_sleep(cloud: Cloud) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=True)
    cloud.tells()
    answer = resuming.handler(ASKED, Context())
    assert "start afresh" in warnings_of(answer)
    assert "does not fire again by itself" in warnings_of(answer)
    assert "start afresh" in cloud.published[0]["Message"]


def test_it_does_not_say_that_the_account_s_rates_start_afresh(whole_account: Cloud) -> None:
    whole_account.reads_account(sends=True)
    whole_account.reads_account(sends=True)
    whole_account.tells()
    answer = resuming.handler(ACCOUNT_ASKED, Context())
    assert "does not fire again by itself" in warnings_of(answer)
    assert "start afresh" not in warnings_of(answer)


def test_it_says_when_aws_has_the_account_under_review(whole_account: Cloud) -> None:
    whole_account.reads_account(sends=True, status="PROBATION")
    whole_account.reads_account(sends=True, status="PROBATION")
    whole_account.tells()
    assert "under review" in warnings_of(resuming.handler(ACCOUNT_ASKED, Context()))


@pytest.mark.parametrize("sends", [True, False])
def test_it_never_pretends_to_lift_what_aws_itself_has_stopped(sends: bool, whole_account: Cloud) -> None:
    whole_account.reads_account(sends=sends, status="SHUTDOWN")
    with pytest.raises(resuming.ResumeFailedError, match=r"AWS itself has stopped(.|\n)*fix: .*Support Center"):
        resuming.handler(ACCOUNT_ASKED, Context())
    assert whole_account.published == []


@pytest.mark.parametrize(
    ("sends", "status", "warned"),
    [
        (False, "HEALTHY", "Still no mail flows: the account itself is paused"),
        (False, "PROBATION", "Still no mail flows: the account itself is paused"),
        (True, "SHUTDOWN", "Still no mail flows: AWS itself has stopped the account"),
        (False, "SHUTDOWN", "Still no mail flows: AWS itself has stopped the account"),
    ],
)
def test_a_set_is_resumed_and_said_not_to_send_where_the_account_does_not(
    sends: bool, status: str, warned: str, cloud: Cloud
) -> None:
    cloud.reads_account(sends=sends, status=status)
    cloud.reads(sends=False)
    cloud.starts()
    cloud.reads(sends=True)
    cloud.tells()
    answer = resuming.handler(ASKED, Context())
    assert (answer["was_paused"], answer["mail_flows"]) == (True, False)
    assert str(answer["warnings"][0]).startswith(warned)  # type: ignore[index]
    assert ("under review" in warnings_of(answer)) is (status == "PROBATION")
    assert cloud.published[0]["Subject"] == f"Sending resumed, but no mail flows: configuration set {SET}"
    assert warned in cloud.published[0]["Message"]


def test_a_set_in_an_account_under_review_sends_and_hears_of_it(cloud: Cloud) -> None:
    cloud.reads_account(sends=True, status="PROBATION")
    cloud.reads(sends=True)
    cloud.tells()
    answer = resuming.handler(ASKED, Context())
    assert answer["mail_flows"] is True
    assert "under review" in warnings_of(answer)


def test_an_account_that_cannot_be_looked_at_leaves_the_set_paused(cloud: Cloud) -> None:
    cloud.ses.add_client_error("get_account", "AccessDeniedException")
    with pytest.raises(Exception, match="AccessDenied"):
        resuming.handler(ASKED, Context())
    assert cloud.published == []


# what it refuses


@pytest.mark.parametrize("target", ["somebody-elses", "account", "", None, 1, [SET], f"{SET},newsletter"])
def test_what_is_not_on_the_list_is_refused_with_what_is(target: object, cloud: Cloud) -> None:
    with pytest.raises(resuming.ResumeRefusedError, match=f'fix: send "resume": one of "newsletter", "{SET}"'):
        resuming.handler({"resume": target, "reason": "list cleaned"}, Context())


@pytest.mark.parametrize("target", [SET, "Account", ""])
def test_a_guard_of_the_account_resumes_nothing_else(target: str) -> None:
    with pytest.raises(resuming.ResumeRefusedError, match='one of "account"'):
        resuming.decide({"resume": target, "reason": "list cleaned"}, ACCOUNT_GUARD)


@pytest.mark.parametrize("reason", ["", "  ", None, 1])
def test_a_resume_without_a_reason_is_refused(reason: object) -> None:
    with pytest.raises(resuming.ResumeRefusedError, match='fix: send "reason"'):
        resuming.decide({"resume": SET, "reason": reason}, SETS_GUARD)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["resume", "reason"]), inner),
    )
)
def test_no_other_event_resumes_anything(event: object) -> None:
    with pytest.raises(resuming.ResumeRefusedError):
        resuming.decide(event, SETS_GUARD)


# how it fails


def test_a_resume_that_ses_refuses_raises(cloud: Cloud) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=False)
    cloud.ses.add_client_error("put_configuration_set_sending_options", "TooManyRequestsException")
    with pytest.raises(Exception, match="TooManyRequestsException"):
        resuming.handler(ASKED, Context())
    assert cloud.published == []


def test_a_resume_that_does_not_hold_raises(cloud: Cloud) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=False)
    cloud.starts()
    cloud.reads(sends=False)
    with pytest.raises(resuming.ResumeFailedError, match="still does not send"):
        resuming.handler(ASKED, Context())
    assert cloud.published == []


def test_a_notice_that_fails_is_said_and_the_resume_is_not_hidden(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=False)
    cloud.starts()
    cloud.reads(sends=True)
    cloud.sns.add_client_error("publish", "KMSAccessDenied")
    with pytest.raises(resuming.ResumeFailedError, match=r"sends again, but no notice went out.*KMSAccessDenied"):
        resuming.handler(ASKED, Context())
    assert json.loads(capsys.readouterr().out)["did"] == "resumed"


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_function_that_lost_a_setting_raises(name: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(KeyError, match=name):
        resuming.handler(ASKED, Context())


def test_a_resume_is_logged_with_its_reason_as_one_json_line(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=True)
    cloud.tells()
    resuming.handler(ASKED, Context())
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "did": "resumed",
        "what": f"configuration set {SET}",
        "was_paused": False,
        "by": "somebody who did not say",
        "reason": "list cleaned",
    }


# tenants

TENANT = "arn:aws:ses:eu-west-1:111122223333:tenant/acme/tn-1"


@pytest.fixture
def tenants(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Cloud:
    monkeypatch.setenv("GUARDED_TENANTS", f"{SET}={TENANT}")
    return cloud


def reads_tenant(cloud: Cloud, status: str, *, by_aws: str = "ENABLED") -> None:
    entity = {"SendingStatusAggregate": status, "AwsSesManagedStatus": {"Status": by_aws}}
    asked = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": TENANT}
    cloud.ses.add_response("get_reputation_entity", {"ReputationEntity": entity}, asked)


def test_a_tenant_is_resumed_and_not_reinstated_against_aws_s_findings(tenants: Cloud) -> None:
    tenants.reads_account(sends=True)
    reads_tenant(tenants, "DISABLED")
    reads_tenant(tenants, "DISABLED")
    asked = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": TENANT, "SendingStatus": "ENABLED"}
    tenants.ses.add_response("update_reputation_entity_customer_managed_status", {}, asked)
    reads_tenant(tenants, "ENABLED")
    tenants.tells()
    answer = resuming.handler({"resume": "acme", "reason": "list cleaned", "by": "ann"}, Context())
    assert (answer["resumed"], answer["was_paused"]) == ("tenant acme", True)
    assert "By: ann" in tenants.published[0]["Message"]


def test_a_tenant_that_aws_has_stopped_is_not_resumed(tenants: Cloud) -> None:
    tenants.reads_account(sends=True)
    reads_tenant(tenants, "DISABLED", by_aws="DISABLED")
    with pytest.raises(resuming.ResumeFailedError, match=r"AWS itself has stopped this tenant(.|\n)*fix:"):
        resuming.handler({"resume": "acme", "reason": "list cleaned"}, Context())


def test_a_tenant_in_an_account_that_is_paused_does_not_send(tenants: Cloud) -> None:
    tenants.reads_account(sends=False)
    for _ in range(2):
        reads_tenant(tenants, "ENABLED")
    tenants.tells()
    answer = resuming.handler({"resume": "acme", "reason": "list cleaned"}, Context())
    assert answer["mail_flows"] is False
    assert "the account itself is paused" in warnings_of(answer)


def test_the_set_of_a_tenant_is_not_what_is_resumed(tenants: Cloud) -> None:
    with pytest.raises(resuming.ResumeRefusedError, match='one of "acme", "newsletter"'):
        resuming.handler(ASKED, Context())


def test_who_asked_is_written_down(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.reads_account(sends=True)
    cloud.reads(sends=True)
    cloud.tells()
    resuming.handler({**ASKED, "by": "arn:aws:sts::111122223333:assumed-role/ops/ann"}, Context())
    assert json.loads(capsys.readouterr().out)["by"].endswith("ops/ann")


# hold


def test_a_hold_is_written_down_and_touches_nothing(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"hold": SET, "reason": "looking into it", "by": "ann"}
    assert resuming.handler(asked, Context()) == {"held": f"configuration set {SET}"}
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert line == {"did": "held", "what": f"configuration set {SET}", "by": "ann", "reason": "looking into it"}
    assert cloud.published == []


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"hold": "billing", "reason": "x"}, "hold='billing' is not guarded here"),
        ({"hold": SET}, "tells nobody why"),
    ],
)
def test_a_hold_that_says_too_little_is_refused(asked: dict[str, str], complaint: str, cloud: Cloud) -> None:
    with pytest.raises(resuming.ResumeRefusedError, match=complaint):
        resuming.handler(asked, Context())
