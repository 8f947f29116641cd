"""The emulated SES as one object: HTTP requests, inbound mail, the tick and CloudFormation come in here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType

from ses_constructs.local.ses import (
    dedicated_ips,
    engagement,
    export_files,
    identities,
    reputation,
    retries,
    verification,
)
from ses_constructs.local.ses.authorization import Judge, asked_of, forwarded_from
from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.documents import iso_time
from ses_constructs.local.ses.engagement import Reader
from ses_constructs.local.ses.failures import RefusedError, ResourceError, not_emulated
from ses_constructs.local.ses.handed_over import HandedOver
from ses_constructs.local.ses.ingress.gateway import Gateway
from ses_constructs.local.ses.messages import BounceReply, InboundResult, Request, Response
from ses_constructs.local.ses.models import check_parameters, service_model
from ses_constructs.local.ses.operations import Call, find_handler
from ses_constructs.local.ses.protocols import json_rpc, query, rest_json
from ses_constructs.local.ses.protocols.wire import Parsed, UnknownOperationError
from ses_constructs.local.ses.receiving import Reception, refusal_of
from ses_constructs.local.ses.resources import Resources
from ses_constructs.local.ses.state import Sent, Store
from ses_constructs.local.ses.submitting import Allow, submit
from ses_constructs.local.world import Place, World

__all__ = ["BounceReply", "InboundResult", "Request", "ResourceError", "Resources", "Response", "Ses"]

# The protocol and the service model it serves, in the order they are asked.
_PROTOCOLS: tuple[tuple[ModuleType, str], ...] = (
    (rest_json, "sesv2"),
    (json_rpc, "mailmanager"),
    (query, "ses"),
)


class Ses:
    """An Amazon SES for any number of accounts and regions.

    Safe to call from several threads. Calls to the rest of AWS that may run code of the user's (publishing
    an event, putting a metric) are made after the lock is released, so that such code may call SES again.
    """

    def __init__(self, world: World) -> None:
        self._store = Store(world)
        self._lock = threading.RLock()
        self.resources = Resources(self._store, self._locked)
        self.ingress = Gateway(self._store, self._locked)

    def handle(self, place: Place, request: Request, *, judge: Judge | None = None) -> Response:
        """Answers one API request (SES v1 Query, SES v2 REST, Mail Manager).

        ``judge`` refuses what the caller may not do; without one everybody may do everything.
        """
        for protocol, service in _PROTOCOLS:
            if protocol.speaks(request):
                return self._answer(place, request, protocol, service, judge)
        return rest_json.fault(
            "UnknownOperationException", f"{request.method} {request.path} is no call of SES.", 400
        )

    def call_of(self, request: Request) -> Parsed | None:
        """The operation a request asks for, with its parameters; ``None`` when it asks for none."""
        for protocol, _ in _PROTOCOLS:
            if protocol.speaks(request):
                with suppress(UnknownOperationError, RefusedError):
                    parsed: Parsed = protocol.parse(request)
                    return parsed
        return None

    def receive(
        self,
        place: Place,
        *,
        source: str,
        recipients: list[str],
        message: bytes,
        connection: Connection = ENCRYPTED,
    ) -> InboundResult:
        """Takes a message from the internet and runs the active receipt rule set on it.

        ``source`` is the envelope's MAIL FROM.
        """
        with self._locked():
            state = self._store.at(place)
            verification.refresh(state)
            reception = Reception.prepare(state, source, recipients, message, connection)
        # Actions run functions that may call SES: the lock must be free.
        return reception.run()

    def refusal_of(self, place: Place, recipient: str, connection: Connection) -> str | None:
        """What a sending server hears about a recipient; ``None`` when mail for it is taken."""
        with self._locked():
            state = self._store.at(place)
            verification.refresh(state)
            return refusal_of(state, recipient, connection)

    def submit(
        self,
        place: Place,
        *,
        source: str,
        recipients: list[str],
        message: bytes,
        source_ip: str,
        caller: str,
        allow: Allow,
    ) -> str:
        """Takes a message that came by SMTP and returns its id.

        :raises RefusedError: with the error SES gives
        """
        with self._locked():
            return submit(
                self._store.at(place),
                source=source,
                recipients=recipients,
                message=message,
                source_ip=source_ip,
                caller=caller,
                allow=allow,
            )

    def refresh(self) -> None:
        """Looks at DNS, publishes reputation metrics, tries again what failed; call it about once a second."""
        with self._locked():
            for state in self._store:
                verification.refresh(state)
                reputation.refresh(state)
            due = retries.take_due(self._store)
        retries.attempt(due)

    def reset(self) -> None:
        """Forgets everything in every place."""
        with self._lock:
            self._store.clear()

    def confirm_address(self, place: Place, address: str) -> None:
        """Does what the owner of an address does with the link in the verification mail.

        :raises KeyError: when there is no such identity
        """
        with self._lock:
            identity = identities.find(self._store.at(place), address)
            if identity is None or not identity.is_address:
                raise KeyError(f"no address identity {address} in {place.region}")
            identity.confirmed = True
            verification.refresh_identity(self._store.at(place), identity)

    def lease_ip(self, place: Place, ip: str) -> None:
        """Gives an account a dedicated IP address, as AWS Support does."""
        with self._lock:
            dedicated_ips.lease(self._store.at(place), ip)

    def export_file(self, token: str) -> bytes | None:
        """The file behind the URL of an export job, or ``None``."""
        with self._lock:
            for state in self._store:
                if token in state.kept(export_files.KIND):
                    body: bytes = state.kept(export_files.KIND)[token]["Body"]
                    return body
        return None

    def set_quota(self, place: Place, *, per_second: float, per_day: float) -> None:
        """Gives an account a sending quota, and holds it to that from now on."""
        with self._lock:
            account = self._store.at(place).account
            account.max_send_rate, account.max_24_hour_send = per_second, per_day
            account.quota_enforced = True

    def open_message(self, place: Place, message_id: str, reader: Reader) -> None:
        """Does what a recipient does who looks at a message.

        :raises NothingToDoError: see :mod:`engagement`
        """
        with self._locked():
            engagement.open_message(self._store.at(place), message_id, reader)

    def follow_link(self, place: Place, message_id: str, link: str, reader: Reader) -> None:
        """Does what a recipient does who follows a link.

        :raises NothingToDoError: see :mod:`engagement`
        """
        with self._locked():
            engagement.follow_link(self._store.at(place), message_id, link, reader)

    def unsubscribe(self, place: Place, message_id: str, contact_list: str, topic: str | None) -> None:
        """Does what a recipient does who wants no more mail about a topic, or at all.

        :raises NothingToDoError: see :mod:`engagement`
        """
        with self._locked():
            engagement.unsubscribe(self._store.at(place), message_id, contact_list, topic)

    def sent(self, place: Place) -> list[Sent]:
        """Every message taken for sending, oldest first."""
        with self._lock:
            return list(self._store.at(place).sent)

    def undelivered(self, place: Place) -> list[dict[str, str]]:
        """Everything that a target refused, oldest first, with the reason."""
        with self._lock:
            return [
                {
                    "timestamp": iso_time(entry.timestamp),
                    "target": entry.target,
                    "what": entry.what,
                    "reason": entry.reason,
                }
                for entry in self._store.at(place).undelivered
            ]

    def handed_over(self, place: Place) -> list[HandedOver]:
        """What services that are not emulated would have got, oldest first."""
        with self._lock:
            return list(self._store.at(place).handed_over)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Holds the lock; makes the calls that were put off once it is free again."""
        effects = []
        try:
            with self._lock:
                try:
                    yield
                finally:
                    effects = self._store.take_effects()
        finally:
            for effect in effects:
                effect()

    def _answer(
        self, place: Place, request: Request, protocol: ModuleType, service: str, judge: Judge | None
    ) -> Response:
        try:
            parsed = protocol.parse(request)
            if judge is not None:
                with self._locked():
                    state, parameters = self._store.at(place), parsed.parameters
                    asked = asked_of(state, service, parsed.operation, parameters)
                    forwarded = list(forwarded_from(state, parsed.operation, parameters))
                for each in (asked, *forwarded):
                    judge(each)
            operation = service_model(service).operation_model(parsed.operation)
            check_parameters(operation, parsed.parameters)
            handler = find_handler(service, parsed.operation)
            if handler is None:
                raise not_emulated(f"{parsed.operation} ({service})")
            with self._locked():
                call = Call(
                    self._store.at(place),
                    parsed.operation,
                    parsed.parameters,
                    source_ip=request.headers.get("x-forwarded-for", "127.0.0.1"),
                    caller=_caller(request),
                )
                result = handler(call)
            answer: Response = protocol.answer(operation, result or {})
            return answer
        except UnknownOperationError as error:
            return _fault(protocol, "UnknownOperationException", f"SES has no operation {error}.", 400)
        except RefusedError as error:
            return _fault(protocol, error.v1 if service == "ses" else error.code, str(error), error.status)


def _fault(protocol: ModuleType, code: str, message: str, status: int) -> Response:
    answer: Response = protocol.fault(code, message, status)
    return answer


def _caller(request: Request) -> str:
    """The access key of the signature, which stands in for the IAM name the real service knows."""
    credential = request.headers.get("authorization", "").partition("Credential=")[2]
    return credential.partition("/")[0] or "local"
