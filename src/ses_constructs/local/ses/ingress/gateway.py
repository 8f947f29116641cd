"""The door of Mail Manager: what an SMTP server asks on behalf of an ingress point."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from ses_constructs.local.ses.bounced_later import Arrived
from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.inbound import new_id
from ses_constructs.local.ses.ingress import logins, traffic_policies, vended_logs
from ses_constructs.local.ses.ingress.arrival import Arrival, Branch
from ses_constructs.local.ses.ingress.rule_sets import Processing
from ses_constructs.local.ses.ingress.step import Locked
from ses_constructs.local.ses.ingress.traffic_policies import Decision
from ses_constructs.local.ses.messages import InboundResult
from ses_constructs.local.ses.state import PlaceState, Store
from ses_constructs.local.world import Place

LARGEST = 40 * 1024 * 1024
"""Bytes of a message, where no traffic policy says less."""
_CLOSED = "421 4.3.2 this ingress point is closed"
_DENIED = "550 5.7.1 the traffic policy does not allow mail for {}"


@dataclass(frozen=True, slots=True)
class PointSettings:
    """What a server must know before it takes the first connection.

    ``trusted`` and ``revoked`` are PEM texts, of an ingress point that asks for client certificates.
    """

    hostname: str
    requires_tls: bool
    requires_login: bool
    size_limit: int
    trusted: str | None
    revoked: str | None


class Gateway:
    """Every ingress point of every place."""

    def __init__(self, store: Store, locked: Locked) -> None:
        self._store = store
        self._locked = locked

    def settings(self, place: Place, ingress_point_id: str) -> PointSettings:
        """How to listen. :raises KeyError: when there is no such ingress point"""
        with self._locked():
            state = self._store.at(place)
            point = _point(state, ingress_point_id)
            policy = state.kept("TrafficPolicy")[point["TrafficPolicyId"]]
            store = (
                point.get("IngressPointAuthConfiguration", {})
                .get("TlsAuthConfiguration", {})
                .get("TrustStore", {})
            )
            return PointSettings(
                hostname=point.get("ARecord", "mail-manager"),
                # The default of every region requires it. Guide: TLS policy for ingress endpoints.
                requires_tls=point.get("TlsPolicy") != "OPTIONAL" or point["Type"] == "MTLS",
                requires_login=point["Type"] == "AUTH",
                size_limit=min(policy.get("MaxMessageSizeBytes", LARGEST), LARGEST),
                trusted=store.get("CAContent"),
                revoked=store.get("CrlContent"),
            )

    def log_in(self, place: Place, ingress_point_id: str, username: str, password: str) -> bool:
        """Whether a login is good at an ingress point."""
        with self._locked():
            state = self._store.at(place)
            return logins.is_right(state, _point(state, ingress_point_id), username, password)

    def refusal_of(
        self, place: Place, ingress_point_id: str, recipient: str, connection: Connection
    ) -> str | None:
        """The reply to a recipient that is not taken, ``None`` to one that is; the log has what was decided."""
        with self._locked():
            state = self._store.at(place)
            point = copy.deepcopy(_point(state, ingress_point_id))
            decision = _decision(state, point, recipient, connection)
        if decision is not None:
            vended_logs.write_decision(state, point, recipient, connection, decision)
        return _reply(decision, recipient)

    def take(
        self,
        place: Place,
        ingress_point_id: str,
        connection: Connection,
        *,
        source: str,
        recipients: list[str],
        message: bytes,
    ) -> InboundResult:
        """Runs the rule set on a message for the recipients that the traffic policy lets in."""
        with self._locked():
            state = self._store.at(place)
            asked = _point(state, ingress_point_id)
            refusals = [_reply(_decision(state, asked, each, connection), each) for each in recipients]
        taken = [each for each, refusal in zip(recipients, refusals, strict=True) if refusal is None]
        if not taken:
            return InboundResult(
                accepted=False, reply=next(iter(refusals), None) or "554 5.5.1 no valid recipients"
            )
        with self._locked():
            state = self._store.at(place)
            point = copy.deepcopy(_point(state, ingress_point_id))
            policy = state.kept("TrafficPolicy")[point["TrafficPolicyId"]]
            if len(message) > min(policy.get("MaxMessageSizeBytes", LARGEST), LARGEST):
                return InboundResult(
                    accepted=False, reply="552 5.3.4 message exceeds the size the traffic policy allows"
                )
            rule_set = copy.deepcopy(state.kept("RuleSet")[point["RuleSetId"]])
            arrival = Arrival(point, new_id(), state.now(), source, message, connection)
            state.received[arrival.message_id] = Arrived(arrival.timestamp, source, tuple(taken))
            processing = Processing(state, self._locked, arrival, rule_set, [Branch(tuple(taken))])
        vended_logs.write_message(state, arrival, tuple(taken))
        # Actions run functions that may call SES: the lock must be free.
        processing.run()
        result = InboundResult(
            accepted=True,
            reply=f"250 OK {arrival.message_id}",
            message_id=arrival.message_id,
            matched=tuple(processing.matched),
            actions=tuple(processing.done),
            failures=tuple(processing.failures),
            bounces=tuple(processing.bounces),
        )
        with self._locked():
            state.processed.append((ingress_point_id, result))
        return result

    def processed(self, place: Place, ingress_point_id: str) -> list[InboundResult]:
        """What became of every message that an ingress point took, oldest first."""
        with self._locked():
            entries = self._store.at(place).processed
            return [result for point, result in entries if point == ingress_point_id]


def _decision(state: PlaceState, point: Document, recipient: str, connection: Connection) -> Decision | None:
    """What the traffic policy says; ``None`` at an ingress point that is closed."""
    if point["Status"] != "ACTIVE":
        return None
    policy = state.kept("TrafficPolicy")[point["TrafficPolicyId"]]
    return traffic_policies.decide(state, policy, recipient, connection)


def _reply(decision: Decision | None, recipient: str) -> str | None:
    if decision is None:
        return _CLOSED
    return None if decision.allowed else _DENIED.format(recipient)


def _point(state: PlaceState, ingress_point_id: str) -> Document:
    return state.kept("IngressPoint")[ingress_point_id]
