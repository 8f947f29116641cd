"""Receiving: IP address filters, then the active rule set at work on an inbound message.

What a target refuses is tried again, as SES does for 36 hours: here three times, a second apart. A message keeps
the rules it met when it came (guide: Viewing metrics for Amazon SES email receiving).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ses_constructs.local.ses import identities, ip_filters, receipt_rules, recipients
from ses_constructs.local.ses.bounced_later import Arrived
from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.inbound import Inbound, new_id
from ses_constructs.local.ses.messages import BounceReply, InboundResult
from ses_constructs.local.ses.receipt_actions import Next, Run, perform
from ses_constructs.local.ses.state import PlaceState, Retry
from ses_constructs.local.world import TargetRefusedError

LARGEST = 40 * 1024 * 1024
"""Bytes of a message that goes to S3. Guide: Service quotas in Amazon SES."""
RETRY_SECONDS = (1, 1, 1)
_NOBODY = "550 5.1.1 mailbox unavailable"
_ACTIVE = "[Active]"
"""The rule set name of the metrics of whichever set is active."""


def refusal_of(state: PlaceState, recipient: str, connection: Connection) -> str | None:
    """What a sending server hears about a recipient, or ``None`` when mail for it is taken.

    Guide: Email receiving concepts (what happens when SES receives a message).
    """
    if ip_filters.blocks(state.filters.values(), connection.source_ip):
        return f"550 5.7.1 mail from {connection.source_ip} is blocked by an IP address filter"
    if state.active_rule_set is None:
        return f"{_NOBODY}: no receipt rule set is active"
    if not _applicable(state, [recipient], connection):
        return f"{_NOBODY}: no receipt rule is for {recipient}"
    return None


@dataclass(slots=True)
class Failed:
    """An action that is to be tried again."""

    run: Run
    kind: str
    settings: Document


@dataclass(slots=True)
class Reception:
    """A message and the rules for it, copied while nobody could change them.

    It runs without the lock, because its Lambda functions may call SES.
    """

    state: PlaceState
    set_name: str
    message: Inbound
    rules: list[tuple[Document, list[str]]]
    refusal: str | None = None
    matched: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bounces: list[BounceReply] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    retried: int = 0

    @classmethod
    def prepare(
        cls, state: PlaceState, source: str, addressed: list[str], raw: bytes, connection: Connection
    ) -> Reception:
        """Finds the rules that apply; without any the message is refused."""
        refusals = [refusal_of(state, recipient, connection) for recipient in addressed]
        taken = [address for address, refusal in zip(addressed, refusals, strict=True) if refusal is None]
        message = Inbound(new_id(), state.now(), source, raw, [], connection)
        reception = cls(state, state.active_rule_set or "", message, _applicable(state, taken, connection))
        if not taken:
            reception.refusal = next(iter(refusals), "554 5.5.1 no valid recipients")
        elif len(raw) > LARGEST:
            reception.refusal = "552 5.3.4 message exceeds 40 MB"
        else:
            state.received[message.message_id] = Arrived(message.timestamp, source, tuple(taken))
        return reception

    def run(self) -> InboundResult:
        """Runs every rule in order until one stops the set."""
        if self.refusal is not None:
            return InboundResult(accepted=False, reply=self.refusal)
        self._count_set("Received")
        for rule, addressed in self.rules:
            self.matched.append(rule["Name"])
            self._count("Received", {"RuleName": rule["Name"]})
            if self._run_rule(rule, addressed) is Next.END:
                break
        self._count_set("PublishFailure" if self.failed else "PublishSuccess")
        if self.failed:
            self.state.retries.append(Retry(self._next_try(), self._retry))
        return InboundResult(
            accepted=True,
            reply=f"250 OK {self.message.message_id}",
            message_id=self.message.message_id,
            matched=tuple(self.matched),
            actions=tuple(self.actions),
            failures=tuple(self.failures),
            bounces=tuple(self.bounces),
        )

    def _run_rule(self, rule: Document, addressed: list[str]) -> Next:
        source = receipt_rules.rule_arn(self.state, self.set_name, rule["Name"])
        run = Run(self.state, self.message, rule, source, addressed)
        verdict, failed_before = Next.ACTION, len(self.failed)
        for action in rule["Actions"]:
            kind, settings = next(iter(action.items()))
            verdict = self._try(run, kind, settings)
            if verdict is not Next.ACTION:
                break
        self.actions += run.done
        self.bounces += run.bounces
        outcome = "PublishSuccess" if len(self.failed) == failed_before else "PublishFailure"
        self._count(outcome, {"RuleName": rule["Name"]})
        return verdict

    def _try(self, run: Run, kind: str, settings: Document) -> Next:
        try:
            return perform(run, kind, settings)
        except TargetRefusedError as error:
            what = f"{kind} of rule {run.rule['Name']}"
            self.failures.append(f"{what}: {error}")
            self.failed.append(Failed(run, kind, settings))
            if self.retried in (0, len(RETRY_SECONDS)):
                self.state.note_undelivered(run.source_arn, f"{what} for {self.message.message_id}", str(error))
            return Next.ACTION

    def _next_try(self) -> datetime:
        return self.state.now() + timedelta(seconds=RETRY_SECONDS[self.retried])

    def _retry(self) -> datetime | None:
        """Tries the failed actions again; after the last time they are given up."""
        waiting, self.failed = self.failed, []
        self.retried += 1
        for each in waiting:
            self._try(each.run, each.kind, each.settings)
        still = {failed.run.rule["Name"] for failed in self.failed}
        over = self.retried == len(RETRY_SECONDS)
        bad = ["PublishFailure", "PublishExpired"] if over else ["PublishFailure"]
        for name in dict.fromkeys(each.run.rule["Name"] for each in waiting):
            for metric in bad if name in still else ["PublishSuccess"]:
                self._count(metric, {"RuleName": name})
        for metric in bad if still else ["PublishSuccess"]:
            self._count_set(metric)
        return self._next_try() if still and not over else None

    def _count_set(self, name: str) -> None:
        for set_name in (self.set_name, _ACTIVE):
            self._count(name, {"RuleSetName": set_name})

    def _count(self, name: str, dimensions: dict[str, str]) -> None:
        now = self.state.now()
        try:
            self.state.world.put_metric(self.state.place, name, 1.0, dimensions=dimensions, timestamp=now)
        except TargetRefusedError as error:
            self.state.note_undelivered("CloudWatch", f"metric {name}", str(error))


def _applicable(
    state: PlaceState, addressed: list[str], connection: Connection
) -> list[tuple[Document, list[str]]]:
    """Enabled rules of the active set with the recipients each is for; only verified domains receive."""
    if state.active_rule_set is None:
        return []
    own = [address for address in addressed if _is_ours(state, address)]
    found = []
    for rule in receipt_rules.require_set(state, state.active_rule_set).rules:
        fitting = [address for address in own if recipients.matches(rule["Recipients"], address)]
        if rule["Enabled"] and fitting and (connection.encrypted or rule["TlsPolicy"] != "Require"):
            found.append((copy.deepcopy(rule), fitting))
    return found


def _is_ours(state: PlaceState, address: str) -> bool:
    domain = address.rpartition("@")[2]
    return any(identity.progress.is_success for identity in identities.covering(state, domain))
