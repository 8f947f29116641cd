"""Where a message stands."""

from __future__ import annotations

from contextlib import nullcontext

from ses_constructs.local.ses.ingress.arrival import Branch
from ses_constructs.local.ses.ingress.step import Step, Stop
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.ingress.mail import RAW, arrival


def test_a_step_speaks_for_its_rule_set(state: PlaceState) -> None:
    branch = Branch(("me@example.com",)).having("X-A", "1")
    step = Step(state, nullcontext, arrival(), {"RuleSetArn": "arn:set"}, branch)
    assert (step.source_arn, step.stop) == ("arn:set", Stop.NOTHING)
    assert step.message().endswith(b"X-A: 1\r\n" + RAW)
    assert step.records({"type": "SNS"})["receipt"]["recipients"] == ["me@example.com"]
