"""Messages at an ingress point, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.ingress.arrival import Arrival
from ses_constructs.local.ses.messages import InboundResult
from tests.local.ses.aws import DOMAIN, Account

RAW = (
    b"From: You <you@example.net>\r\nTo: Me <me@example.com>\r\nCc: b@example.com\r\nSubject: Hi there\r\n"
    b"X-Team: blue\r\n\r\nHello.\r\n"
)
ROLE = "arn:aws:iam::123456789012:role/mail-manager"
POINT = {"IngressPointId": "inp-1", "RuleSetId": "rs-1", "TrafficPolicyId": "tp-1", "ARecord": "in.example"}


def arrival(raw: bytes = RAW, *, source: str = "you@example.net", connection: Connection = ENCRYPTED) -> Arrival:
    return Arrival(POINT, "m-1", datetime(2026, 11, 1, 12, tzinfo=UTC), source, raw, connection)


class Gate:
    """An open ingress point whose traffic policy lets everybody in."""

    def __init__(self, account: Account, *rules: dict[str, Any], **policy: Any) -> None:
        self.account = account
        client = account.mail_manager
        self.rule_set = client.create_rule_set(RuleSetName="rules", Rules=list(rules))["RuleSetId"]
        policy = {"DefaultAction": "ALLOW", "PolicyStatements": [], **policy}
        self.policy = client.create_traffic_policy(TrafficPolicyName="policy", **policy)["TrafficPolicyId"]
        self.id = self.point("OPEN")

    def point(self, kind: str, **settings: Any) -> str:
        """Another ingress point with the same rules."""
        made = self.account.mail_manager.create_ingress_point(
            IngressPointName=f"point-{len(self.account.mail_manager.list_ingress_points()['IngressPoints'])}",
            Type=kind,
            RuleSetId=self.rule_set,
            TrafficPolicyId=self.policy,
            **settings,
        )
        return str(made["IngressPointId"])

    def take(
        self,
        *to: str,
        raw: bytes = RAW,
        source: str = "you@example.net",
        connection: Connection = ENCRYPTED,
    ) -> InboundResult:
        return self.account.ses.ingress.take(
            self.account.place,
            self.id,
            connection,
            source=source,
            recipients=list(to) or [f"me@{DOMAIN}"],
            message=raw,
        )


def rule(*actions: dict[str, Any], name: str = "rule", **more: Any) -> dict[str, Any]:
    return {"Name": name, "Actions": list(actions), **more}


def header(name: str, value: str = "1") -> dict[str, Any]:
    return {"AddHeader": {"HeaderName": name, "HeaderValue": value}}


def recipient(*values: str, operator: str = "EQUALS") -> dict[str, Any]:
    evaluated = {"Attribute": "RECIPIENT"}
    return {"StringExpression": {"Evaluate": evaluated, "Operator": operator, "Values": list(values)}}


DROP: dict[str, Any] = {"Drop": {}}
