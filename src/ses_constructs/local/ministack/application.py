"""MiniStack's ASGI application with the emulated SES in front of it."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from ses_constructs.local.ministack import cbor, served_hosts
from ses_constructs.local.ministack.inbound import Inbound
from ses_constructs.local.ministack.version import check_ministack_version
from ses_constructs.local.ses.engagement import NothingToDoError, Reader
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
_EXPORTS = "/_ses/exports/"
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
        api_destinations,
        cloud_control,
        contract,
        deployments,
        documents,
        events,
        functions,
        key_quota,
        mapping_templates,
        metric_permissions,
        parquet,
        queues,
        record_permissions,
        resource_types,
        resources,
        secrets,
        simulated_permissions,
        task_definitions,
        topic_signatures,
        vpc_endpoints,
        web_subscriptions,
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
    documents.install()
    events.install()
    api_destinations.install(alarm_speed, events.rule_of_now)
    key_quota.install()
    metric_permissions.install()
    mapping_templates.install()
    parquet.install()
    queues.install()
    record_permissions.install()
    resource_types.install()
    secrets.install()
    simulated_permissions.install()
    task_definitions.install()
    topic_signatures.install()
    vpc_endpoints.install()
    web_subscriptions.install(alarm_speed)
    resources.install(ses.resources)
    cloud_control.install(ses.resources)
    Ticker(ses, alarms).start()
    return Application(deployments.patient(app), ses, on_reset=alarms.reset, submissions=Submissions(ses))


class Application:
    """Sends what is signed for SES to SES, and the rest to MiniStack."""

    def __init__(self, rest: Asgi, ses: Ses, *, on_reset: Callable[[], None], submissions: Door) -> None:
        self._rest = rest
        self._ses = ses
        self._on_reset = on_reset
        self.inbound = Inbound(ses)
        """Where mail from the internet comes in."""
        self.submissions = submissions
        """What the SMTP server asks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].startswith(_EXPORTS):
            await self._answer(send, self._export(scope["path"]))
        elif scope["path"].startswith(_INTERNAL):
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
            from ses_constructs.local.ministack import functions
            from ses_constructs.local.ministack.authorization import encrypted

            asked = {**scope, "headers": encrypted(scope["headers"])}
            if scope["path"] != _RESET or scope["method"] != "POST":
                await self._rest(asked, receive, send)
                return
            with functions.World.forgotten():
                await self._rest(asked, receive, send)
                self._ses.reset()
                self.inbound.reset()
                self._on_reset()
                served_hosts.clear()

    def _handle(self, request: Request) -> Response:
        from ses_constructs.local.ministack import recorded_calls
        from ses_constructs.local.ministack.authorization import judge_of

        try:
            place = _place_of(request)
            response = self._ses.handle(place, request, judge=judge_of(request))
            call = self._ses.call_of(request)
            if call is not None:
                recorded_calls.record(place, call, request, response)
            return response
        except Exception as error:
            _log.exception("SES failed on %s %s", request.method, request.path)
            return _json(500, {"__type": "InternalFailure", "message": f"the emulated SES failed: {error!r}"})

    def _export(self, path: str) -> Response:
        """A file of an export job, to whoever knows the URL."""
        body = self._ses.export_file(path.removeprefix(_EXPORTS))
        return _json(404, {"message": "no such file"}) if body is None else Response(200, {}, body)

    def _internal(self, path: str, body: bytes) -> Response:
        """What has no API in AWS: mail from the internet, the click on a verification link, what got lost."""
        asked = json.loads(body)
        place = Place(asked["account"], asked["region"])
        match path.removeprefix(_INTERNAL):
            case "confirm-address":
                self._ses.confirm_address(place, asked["address"])
                return _json(200, {})
            case "lease-ip":
                self._ses.lease_ip(place, asked["ip"])
                return _json(200, {})
            case "own-zone":
                return self._own_zone(place, asked["name"], asked["zone_id"])
            case "aws-event":
                return self._aws_event(place, asked)
            case "role-session":
                return self._role_session(place, asked["role_arn"])
            case "set-quota":
                self._ses.set_quota(place, per_second=asked["per_second"], per_day=asked["per_day"])
                return _json(200, {})
            case "serve-host":
                served_hosts.serve(asked["host"], asked["url"])
                return _json(200, {})
            case "sent":
                return _json(200, {"sent": self._sent(place)})
            case "undelivered":
                return _json(200, {"undelivered": self._ses.undelivered(place)})
        return self._engage(place, path.removeprefix(_INTERNAL), asked)

    def _engage(self, place: Place, act: str, asked: Mapping[str, Any]) -> Response:
        """What recipients do with a message, and mail that comes from the internet."""
        try:
            answer = self.inbound.answer(place, act, asked)
        except KeyError as error:
            return _json(404, {"message": f"there is no {error}"})
        except ValueError as error:
            return _json(409, {"message": str(error)})
        if answer is not None:
            return _json(200, answer)
        try:
            match act:
                case "open":
                    self._ses.open_message(place, asked["message_id"], Reader())
                case "click":
                    self._ses.follow_link(place, asked["message_id"], asked["link"], Reader())
                case "unsubscribe":
                    self._ses.unsubscribe(place, asked["message_id"], asked["contact_list"], asked["topic"])
                case _:
                    return _json(404, {"message": f"there is no {act}"})
        except NothingToDoError as error:
            return _json(409, {"message": str(error)})
        return _json(200, {})

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

    def _aws_event(self, place: Place, asked: Mapping[str, Any]) -> Response:
        from ses_constructs.local.ministack import events

        given = {name: asked[name] for name in ("source", "detail_type", "resources", "detail")}
        events.put_event(place, **given)
        return _json(200, {})

    def _role_session(self, place: Place, role_arn: str) -> Response:
        from ses_constructs.local.ministack import authorization

        try:
            return _json(200, authorization.role_session(place, role_arn))
        except KeyError as error:
            return _json(404, {"message": str(error)})

    async def _answer(self, send: Send, response: Response) -> None:
        headers = {**response.headers, "content-length": str(len(response.body))}
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": encoded})
        await send({"type": "http.response.body", "body": response.body})


def _place_of(request: Request) -> Place:
    """The account of the access key (a user's or a role's session's too) and the region of the signature."""
    from ministack.core import iam_evaluator, responses, router

    headers = dict(request.headers)
    key = router.extract_access_key_id(headers)
    responses.set_request_account_id(iam_evaluator.find_iam_access_key_account(key) or key)
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
