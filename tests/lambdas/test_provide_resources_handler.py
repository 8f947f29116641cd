"""Every event is answered, whatever happens, and no answer tells what it should not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, ClassVar

import handler
import pytest
from lifecycle import NOT_CREATED, Properties, Request, Result

if TYPE_CHECKING:
    from tests.lambdas.conftest import Cloud, FakeSes

TYPE = "Custom::SesActiveReceiptRuleSet"
SECRET = "hunter2"


class Receiver(BaseHTTPRequestHandler):
    """Takes answers as CloudFormation's bucket does."""

    received: ClassVar[list[tuple[str, str | None, bytes]]] = []

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append((self.path, self.headers.get("content-type"), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Receiver.received.clear()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/answer?signature=secret"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_answer_arrives_over_http(ses: FakeSes, url: str) -> None:
    ses.sets = {"ours": []}
    event = {
        "RequestType": "Create",
        "ResponseURL": url,
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Activation",
        "ResourceType": TYPE,
        "ResourceProperties": {"Mode": "exclusive", "RuleSetName": "ours"},
    }
    handler.handler(event, None)
    ((path, content_type, body),) = Receiver.received
    assert path == "/answer?signature=secret"
    assert content_type == "", "CloudFormation signs the URL for an empty content type"
    assert json.loads(body) == {
        "Status": "SUCCESS",
        "PhysicalResourceId": "own/ours/",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Activation",
        "NoEcho": False,
        "Data": {"RuleSetName": "ours"},
    }


def test_nothing_secret_is_logged(ses: FakeSes, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    ses.sets = {"ours": []}
    properties = {"Mode": "exclusive", "RuleSetName": "ours", "Password": SECRET}
    cloud.send("Create", ResponseURL="https://signed.example/secret", ResourceProperties=properties)
    shown = capsys.readouterr().out
    assert '"request": "Create"' in shown
    assert SECRET not in shown
    assert "secret" not in shown


def test_an_unknown_type_fails_on_create_and_is_let_go_on_delete(cloud: Cloud) -> None:
    answer = cloud.send("Create", ResourceType="Custom::SesOther")
    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == NOT_CREATED
    assert "Custom::SesOther" in answer["Reason"]
    assert "Fix:" in answer["Reason"]
    gone = cloud.send("Delete", ResourceType="Custom::SesOther", PhysicalResourceId="old")
    assert (gone["Status"], gone["PhysicalResourceId"]) == ("SUCCESS", "old")


def test_what_was_never_created_is_deleted_without_a_call(cloud: Cloud, ses: FakeSes) -> None:
    ses.sets, ses.active = {"ours": []}, "ours"
    properties = {"Mode": "exclusive", "RuleSetName": "ours"}
    assert (
        cloud.send("Delete", PhysicalResourceId=NOT_CREATED, ResourceProperties=properties)["Status"] == "SUCCESS"
    )
    assert ses.calls == []


def test_an_unknown_request_is_answered(cloud: Cloud) -> None:
    assert "unknown request 'Repair'" in cloud.send("Repair")["Reason"]


class Broken:
    """A resource type with a bug, which holds a secret when it breaks."""

    def create(self, properties: Properties, request: Request) -> Result:
        request.physical_id = "half-done"
        raise KeyError(SECRET)

    def update(self, properties: Properties, request: Request) -> Result:
        raise RuntimeError(SECRET)

    def delete(self, properties: Properties, request: Request) -> None:
        raise RuntimeError(SECRET)


@pytest.mark.parametrize("kind", ["Create", "Update", "Delete"])
def test_a_bug_is_answered_without_its_message(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    monkeypatch.setitem(handler.RESOURCE_TYPES, TYPE, Broken())
    answer = cloud.send(kind, PhysicalResourceId="half-done")
    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == "half-done"
    assert "Fix:" in answer["Reason"]
    shown = capsys.readouterr().out
    assert "line " in shown, "the log says where it happened"
    assert SECRET not in json.dumps(answer) + shown


def test_a_permission_that_is_seconds_old_is_waited_for(ses: FakeSes, cloud: Cloud) -> None:
    ses.sets, ses.failures = {"ours": []}, dict.fromkeys(range(4), "AccessDenied")
    properties = {"Mode": "exclusive", "RuleSetName": "ours"}
    assert cloud.send("Create", ResourceProperties=properties)["Status"] == "SUCCESS"
    assert ses.active == "ours"


def test_a_permission_that_never_comes_fails_and_can_be_rolled_back(ses: FakeSes, cloud: Cloud) -> None:
    ses.sets, ses.failures = {"ours": []}, dict.fromkeys(range(100), "AccessDenied")
    properties = {"Mode": "exclusive", "RuleSetName": "ours"}
    answer = cloud.send("Create", ResourceProperties=properties)
    assert "DescribeActiveReceiptRuleSet failed with AccessDenied" in answer["Reason"]
    assert "permission boundaries" in answer["Reason"]
    undo = cloud.send("Delete", PhysicalResourceId=answer["PhysicalResourceId"], ResourceProperties=properties)
    assert undo["Status"] == "SUCCESS"


def test_what_ses_says_is_passed_on(ses: FakeSes, cloud: Cloud) -> None:
    ses.sets, ses.failures = {"ours": []}, {1: "Throttling"}
    answer = cloud.send("Create", ResourceProperties={"Mode": "exclusive", "RuleSetName": "ours"})
    assert "SetActiveReceiptRuleSet failed with Throttling: said SES of Throttling" in answer["Reason"]


def test_a_secret_attribute_is_marked(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    class Secretive(Broken):
        def create(self, properties: Properties, request: Request) -> Result:
            return Result(physical_id="made", attributes={"Key": "value"}, no_echo=True)

    monkeypatch.setitem(handler.RESOURCE_TYPES, TYPE, Secretive())
    answer = cloud.send("Create")
    assert answer["NoEcho"] is True
    assert answer["Data"] == {"Key": "value"}
