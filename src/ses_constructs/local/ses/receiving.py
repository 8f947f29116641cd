"""Receiving: the active rule set at work on an inbound message.

IP address filters are stored and read back, but not asked: a message arrives here without an address.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from ses_constructs.local.ses import identities, receipt_rules, recipients
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.inbound import Inbound, new_id
from ses_constructs.local.ses.messages import BounceReply, InboundResult
from ses_constructs.local.ses.receipt_actions import Next, Run, perform
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

_LARGEST = 40 * 1024 * 1024
_NOBODY = "550 5.1.1 mailbox unavailable"


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

    @classmethod
    def prepare(cls, state: PlaceState, source: str, addressed: list[str], raw: bytes, *, tls: bool) -> Reception:
        """Finds the rules that apply; without any the message is refused."""
        message = Inbound(new_id(), state.now(), source, raw, [])
        rules = _applicable(state, addressed, tls=tls)
        reception = cls(state, state.active_rule_set or "", message, rules)
        if state.active_rule_set is None:
            reception.refusal = f"{_NOBODY}: no receipt rule set is active"
        elif len(raw) > _LARGEST:
            reception.refusal = "552 5.3.4 message exceeds 40 MB"
        elif not rules:
            reception.refusal = f"{_NOBODY}: no receipt rule is for {', '.join(addressed)}"
        else:
            state.received[message.message_id] = message.timestamp
        return reception

    def run(self) -> InboundResult:
        """Runs every rule in order until one stops the set."""
        if self.refusal is not None:
            return InboundResult(accepted=False, reply=self.refusal)
        self._count("Received", {"RuleSetName": self.set_name})
        for rule, addressed in self.rules:
            self.matched.append(rule["Name"])
            self._count("Received", {"RuleName": rule["Name"]})
            if self._run_rule(rule, addressed) is Next.END:
                break
        outcome = "PublishFailure" if self.failures else "PublishSuccess"
        self._count(outcome, {"RuleSetName": self.set_name})
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
        verdict, failed_before = Next.ACTION, len(self.failures)
        for action in rule["Actions"]:
            kind, settings = next(iter(action.items()))
            verdict = self._try(run, kind, settings)
            if verdict is not Next.ACTION:
                break
        self.actions += run.done
        self.bounces += run.bounces
        outcome = "PublishSuccess" if len(self.failures) == failed_before else "PublishFailure"
        self._count(outcome, {"RuleName": rule["Name"]})
        return verdict

    def _try(self, run: Run, kind: str, settings: Document) -> Next:
        try:
            return perform(run, kind, settings)
        except TargetRefusedError as error:
            what = f"{kind} of rule {run.rule['Name']}"
            self.failures.append(f"{what}: {error}")
            self.state.note_undelivered(run.source_arn, f"{what} for {self.message.message_id}", str(error))
            return Next.ACTION

    def _count(self, name: str, dimensions: dict[str, str]) -> None:
        now = self.state.now()
        try:
            self.state.world.put_metric(self.state.place, name, 1.0, dimensions=dimensions, timestamp=now)
        except TargetRefusedError as error:
            self.state.note_undelivered("CloudWatch", f"metric {name}", str(error))


def _applicable(state: PlaceState, addressed: list[str], *, tls: bool) -> list[tuple[Document, list[str]]]:
    """Enabled rules of the active set with the recipients each is for; only verified domains receive."""
    if state.active_rule_set is None:
        return []
    own = [address for address in addressed if _is_ours(state, address)]
    found = []
    for rule in receipt_rules.require_set(state, state.active_rule_set).rules:
        fitting = [address for address in own if recipients.matches(rule["Recipients"], address)]
        if rule["Enabled"] and fitting and (tls or rule["TlsPolicy"] != "Require"):
            found.append((copy.deepcopy(rule), fitting))
    return found


def _is_ours(state: PlaceState, address: str) -> bool:
    domain = address.rpartition("@")[2]
    return any(identity.progress.is_success for identity in identities.covering(state, domain))
