"""CloudFormation answers when the work is done.

The CDK command line looks at a stack right after it has started a deployment, and then every five seconds. Here
most deployments take less than one: so the answer to the request that starts one waits for its end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from types import ModuleType

from ministack.services.cloudformation import changesets, handlers, stacks

from ses_constructs.local.ministack.application import Asgi, Message, Receive, Scope, Send

LONGEST_WAIT_SECONDS = 20.0
"""Clients lose patience after a minute. What takes longer is looked at again, as on AWS."""

_USERS: tuple[ModuleType, ...] = (changesets, handlers, stacks)
_started: ContextVar[list[asyncio.Event]] = ContextVar("started")


def install() -> None:
    """Has every deployment, update and deletion of a stack tell the request that started it when it ends."""
    start: Callable[..., None] = stacks._create_stack_task_in_region

    def start_and_tell(coro: Awaitable[object], stack: object, stack_id: object = None) -> None:
        ended = asyncio.Event()
        _started.get([]).append(ended)
        start(_run(coro, ended), stack, stack_id)

    for module in _USERS:
        module._create_stack_task_in_region = start_and_tell  # type: ignore[attr-defined]


def patient(application: Asgi, *, longest: float = LONGEST_WAIT_SECONDS) -> Asgi:
    """The application, whose answers wait for the deployments that their requests started."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        started: list[asyncio.Event] = []
        _started.set(started)

        async def send_in_the_end(message: Message) -> None:
            if message["type"] == "http.response.start" and started:
                ends = [asyncio.ensure_future(ended.wait()) for ended in started]
                _, still = await asyncio.wait(ends, timeout=longest)
                for end in still:
                    end.cancel()
            await send(message)

        await application(scope, receive, send_in_the_end)

    return serve


async def _run(work: Awaitable[object], ended: asyncio.Event) -> None:
    try:
        await work
    finally:
        ended.set()
