"""MiniStack's ASGI application with the emulated SES in front of it."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import asdict
from typing import Any

from ses_constructs.local.ministack import cbor
from ses_constructs.local.ministack.version import check_ministack_version
from ses_constructs.local.ses.service import Request, Response, Ses
from ses_constructs.local.smtp.submission import Door
from ses_constructs.local.world import Place

_log = logging.getLogger("ses_constructs.application")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_SIGNED_FOR = re.compile(r"Credential=[^/]+/[^/]+/[^/]+/ses/")
_INTERNAL = "/_ses/"
_RESET = "/_ministack/reset"


def build_application(*, alarm_speed: float = 1.0) -> Application:
    """The whole emulator, ready to be served; once per process, because MiniStack's state is global.

    Raises:
        SesConstructsError: when another MiniStack release is installed.
        ContractBrokenError: when a private part of MiniStack is not what it was.
    """
    check_ministack_version()
    sys.modules.setdefault("cbor2", cbor)
    from ministack.app import app

    from ses_constructs.local.ministack import (
        contract,
        deployments,
        events,
        functions,
        key_quota,
        queues,
        resources,
        secrets,
    )
    from ses_constructs.local.ministack.alarms import Alarms
    from ses_constructs.local.ministack.submissions import Submissions
    from ses_constructs.local.ministack.ticker import Ticker
    from ses_constructs.local.ministack.world import MinistackWorld

    contract.check()
    alarms = Alarms(speed=alarm_speed)
    ses = Ses(MinistackWorld(alarms.evaluate_place))
    alarms.install()
    functions.install(alarms.evaluate_place)
    deployments.install()
    events.install()
    key_quota.install()
    queues.install()
    secrets.install()
    resources.install(ses.resources)
    Ticker(ses, alarms).start()
    return Application(deployments.patient(app), ses, on_reset=alarms.reset, submissions=Submissions(ses))


class Application:
    """Sends what is signed for SES to SES, and the rest to MiniStack."""

    def __init__(self, rest: Asgi, ses: Ses, *, on_reset: Callable[[], None], submissions: Door) -> None:
        self._rest = rest
        self._ses = ses
        self._on_reset = on_reset
        self.submissions = submissions
        """What the SMTP server asks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].startswith(_INTERNAL):
            await self._answer(send, await asyncio.to_thread(self._internal, scope["path"], await _body(receive)))
        elif _SIGNED_FOR.search(headers.get("authorization", "")):
            request = Request(
                method=scope["method"],
                path=scope["raw_path"].decode("ascii"),
                query=scope["query_string"].decode("ascii"),
                headers=headers,
                body=await _body(receive),
            )
            await self._answer(send, await asyncio.to_thread(self._handle, request))
        else:
            await self._rest(scope, receive, send)
            if scope["path"] == _RESET and scope["method"] == "POST":
                self._ses.reset()
                self._on_reset()

    def _handle(self, request: Request) -> Response:
        try:
            return self._ses.handle(_place_of(request), request)
        except Exception as error:
            _log.exception("SES failed on %s %s", request.method, request.path)
            return _json(500, {"__type": "InternalFailure", "message": f"the emulated SES failed: {error!r}"})

    def _internal(self, path: str, body: bytes) -> Response:
        """What has no API in AWS: mail from the internet, the click on a verification link, what got lost."""
        asked = json.loads(body)
        place = Place(asked["account"], asked["region"])
        match path.removeprefix(_INTERNAL):
            case "receive":
                message = base64.b64decode(asked["message"])
                result = self._ses.receive(
                    place,
                    source=asked["source"],
                    recipients=asked["recipients"],
                    message=message,
                    tls=asked["tls"],
                )
                return _json(200, asdict(result))
            case "confirm-address":
                self._ses.confirm_address(place, asked["address"])
                return _json(200, {})
            case "own-zone":
                return self._own_zone(place, asked["name"], asked["zone_id"])
            case "sent":
                return _json(200, {"sent": self._sent(place)})
            case "undelivered":
                return _json(200, {"undelivered": self._ses.undelivered(place)})
        return _json(404, {"message": f"there is no {path}"})

    def _sent(self, place: Place) -> list[dict[str, object]]:
        return [
            {
                "message_id": sent.message_id,
                "source": sent.source,
                "recipients": sent.recipients,
                "message": base64.b64encode(sent.raw).decode(),
            }
            for sent in self._ses.sent(place)
        ]

    def _own_zone(self, place: Place, name: str, zone_id: str) -> Response:
        from ses_constructs.local.ministack import hosted_zones

        try:
            hosted_zones.own(place, name, zone_id)
        except ValueError as error:
            return _json(409, {"message": str(error)})
        return _json(200, {})

    async def _answer(self, send: Send, response: Response) -> None:
        headers = {**response.headers, "content-length": str(len(response.body))}
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": encoded})
        await send({"type": "http.response.body", "body": response.body})


def _place_of(request: Request) -> Place:
    """The account of the access key (of a role's session too) and the region of the signature."""
    from ministack.core import responses, router

    headers = dict(request.headers)
    responses.set_request_account_id(router.extract_access_key_id(headers))
    return Place(responses.get_account_id(), router.extract_region(headers))


async def _body(receive: Receive) -> bytes:
    parts = []
    more = True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _json(status: int, content: object) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(content).encode())
