"""A rule set at work on a message: every rule in order, for every recipient it applies to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress import rule_conditions, vended_logs
from ses_constructs.local.ses.ingress.arrival import Arrival, Branch, merged
from ses_constructs.local.ses.ingress.rule_actions import perform
from ses_constructs.local.ses.ingress.step import Locked, Step, Stop
from ses_constructs.local.ses.ingress.vended_logs import RuleRun
from ses_constructs.local.ses.messages import BounceReply
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError


@dataclass(slots=True)
class Processing:
    """A message on its way through a rule set that nobody changes meanwhile.

    ``branches`` are the recipients for whom rules still run, ``ended`` those for whom a function ended them.
    """

    state: PlaceState
    locked: Locked
    arrival: Arrival
    rule_set: Document
    branches: list[Branch]
    ended: list[Branch] = field(default_factory=list)
    matched: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bounces: list[BounceReply] = field(default_factory=list)

    def run(self) -> None:
        """Runs every rule in order, as long as anybody is left."""
        for index, rule in enumerate(self.rule_set["Rules"], start=1):
            run = RuleRun(self.rule_set, self.arrival.message_id, rule.get("Name", f"rule {index}"), index)
            after: list[Branch] = []
            matched = len(self.matched)
            for branch in self.branches:
                after += self._apply(rule, run, branch)
            if self.branches and matched == len(self.matched):
                vended_logs.write_rule(self.state, run)
            self.branches = merged(after)

    def _apply(self, rule: Document, run: RuleRun, branch: Branch) -> list[Branch]:
        """What is left of a branch: those the rule is not for, and what its actions made of the others."""
        with self.locked():
            meant = tuple(
                each
                for each in branch.recipients
                if rule_conditions.applies(self.state, rule, self.arrival, each, branch.added)
            )
        others = branch.sent_to(tuple(each for each in branch.recipients if each not in meant))
        if not meant:
            return [others]
        self.matched.append(run.name)
        run = replace(run, recipients=meant)
        step = Step(self.state, self.locked, self.arrival, self.rule_set, branch.sent_to(meant))
        for index, action in enumerate(rule["Actions"], start=1):
            kind, settings = next(iter(action.items()))
            failure = self._perform(step, run.name, kind, settings)
            vended_logs.write_action(self.state, run, index, kind, failure)
            if step.stop is not Stop.NOTHING or not step.branch.recipients:
                break
        self.done += step.done
        self.bounces += step.bounces
        if step.stop is Stop.RULE_SET:
            self.ended.append(step.branch)
            return [others]
        return [others, step.branch]

    def _perform(self, step: Step, rule_name: str, kind: str, settings: Document) -> str | None:
        """Does an action, and returns why it failed; then its failure policy says whether the message goes on.

        Left out it does. Guide: Rule sets and rules (rule actions).
        """
        try:
            perform(step, kind, settings)
        except TargetRefusedError as error:
            what = f"{kind} of rule {rule_name}"
            self.failures.append(f"{what}: {error}")
            self.state.note_undelivered(
                str(self.rule_set["RuleSetArn"]), f"{what} for {self.arrival.message_id}", str(error)
            )
            if settings.get("ActionFailurePolicy") == "DROP":
                step.branch = step.branch.sent_to(())
            return str(error)
        return None
