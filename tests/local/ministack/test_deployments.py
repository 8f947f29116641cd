"""The answer to what starts a deployment waits for its end, but not for ever."""

from __future__ import annotations

import asyncio
import json

import pytest
from ministack.services.cloudformation import changesets, handlers, stacks

from ses_constructs.local.ministack import deployments
from ses_constructs.local.ministack.application import Asgi, Message, Receive, Scope, Send

from .conftest import Sandbox

START: Message = {"type": "http.response.start", "status": 200}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed for the length of a test."""
    for module in (changesets, handlers, stacks):
        monkeypatch.setattr(
            module, "_create_stack_task_in_region", lambda coro, stack, stack_id=None: asyncio.ensure_future(coro)
        )
    deployments.install()


class Deploying:
    """An application whose every request starts a deployment and answers at once."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()
        self.happened: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handlers._create_stack_task_in_region(self._deploy(), None)
        await send(START)

    async def _deploy(self) -> None:
        await self.may_end.wait()
        self.happened.append("end")

    async def answer(self, message: Message) -> None:
        self.happened.append("answer")


async def nothing() -> Message:
    return {"type": "http.disconnect"}


async def ask(application: Asgi, deploying: Deploying) -> None:
    await application({"type": "http"}, nothing, deploying.answer)


@pytest.mark.usefixtures("installed")
def test_the_answer_comes_when_the_deployment_has_ended() -> None:
    async def run() -> list[str]:
        deploying = Deploying()
        request = asyncio.ensure_future(ask(deployments.patient(deploying), deploying))
        await asyncio.sleep(0)
        deploying.may_end.set()
        await request
        return deploying.happened

    assert asyncio.run(run()) == ["end", "answer"]


@pytest.mark.usefixtures("installed")
def test_the_answer_comes_before_a_deployment_that_takes_too_long() -> None:
    async def run() -> list[str]:
        deploying = Deploying()
        await ask(deployments.patient(deploying, longest=0), deploying)
        seen = list(deploying.happened)
        deploying.may_end.set()
        await asyncio.sleep(0)
        return seen

    assert asyncio.run(run()) == ["answer"]


@pytest.mark.usefixtures("installed")
def test_other_answers_wait_for_nothing() -> None:
    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        await send(START)

    async def run() -> list[str]:
        deploying = Deploying()
        started = asyncio.ensure_future(ask(deployments.patient(deploying), deploying))
        await asyncio.sleep(0)
        await ask(deployments.patient(plain), deploying)
        seen = list(deploying.happened)
        deploying.may_end.set()
        await started
        return seen

    assert asyncio.run(run()) == ["answer"]


def test_a_stack_is_there_when_its_creation_is_answered(sandbox: Sandbox) -> None:
    cloudformation = sandbox.emulator.client("cloudformation", account=sandbox.account)
    template = {"Resources": {"Set": {"Type": "AWS::SES::ConfigurationSet"}}}
    cloudformation.create_stack(StackName="Test", TemplateBody=json.dumps(template))
    assert cloudformation.describe_stacks(StackName="Test")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    cloudformation.delete_stack(StackName="Test")
    assert [each["StackStatus"] for each in cloudformation.list_stacks()["StackSummaries"]] == ["DELETE_COMPLETE"]
