"""The two sides of the simulation: the guard as it is synthesized, and the guide's sample."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any
from unittest import mock

import boto3

from ses_constructs.lambdas.pause_sending import handler as pausing
from tests.reputation.simulation import SET, Properties, Watcher, guides_own

ENVIRONMENT = {
    "GUARDED_ACCOUNT": "no",
    "GUARDED_SETS": SET,
    "GUARDED_TENANTS": "",
    "OPERATORS_TOPIC": "arn:aws:sns:eu-west-1:111122223333:operators",
    "ALARMS": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:",
    "RESUME_COMMAND": "resume <target>",
    "RUNBOOK": "python -m ses_constructs.reputation runbook PauseBounce",
    "DRY_RUN": "no",
    "CONFIRM": "no",
    "DRILL_SET": "drill",
    "DRILL_TENANT": "",
    "DRILL_TOPIC": "arn:aws:sns:eu-west-1:111122223333:drill",
}


class Cloud:
    """SES with one configuration set, and a topic."""

    function_name = "pause"
    aws_request_id = "1"

    def __init__(self) -> None:
        self.sends = True
        self.notices: list[str] = []

    def get_configuration_set(self, **_: object) -> dict[str, Any]:
        return {"SendingOptions": {"SendingEnabled": self.sends}}

    def put_configuration_set_sending_options(self, *, SendingEnabled: bool, **_: object) -> None:  # noqa: N803
        self.sends = SendingEnabled

    def publish(self, *, Message: str, **_: object) -> None:  # noqa: N803
        self.notices.append(Message)


def guard_side() -> Callable[[], Watcher]:
    """The pause alarms of a guard with the defaults, and the handler of its function."""
    alarms = pause_alarms()
    return lambda: Watcher(alarms, _handler(Cloud()))


def guide_side() -> Watcher:
    """One alarm; any invocation pauses."""
    return Watcher([guides_own()], lambda _event: False)


def pause_alarms() -> list[Properties]:
    """As the template has them."""
    import aws_cdk as cdk
    from aws_cdk import assertions
    from aws_cdk import aws_ses as ses
    from aws_cdk import aws_sns as sns

    from ses_constructs.reputation import GuardScope, ReputationGuard

    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    shop = ses.ConfigurationSet.from_configuration_set_name(stack, "Shop", SET)
    watch = GuardScope.configuration_sets(shop)
    ReputationGuard(stack, "Guard", watch=watch, operators=sns.Topic(stack, "Operators"))
    found = assertions.Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm")
    return [
        {**one["Properties"], "AlarmName": id, "AlarmDescription": ""}
        for id, one in found.items()
        if "WatchShopPause" in id
    ]


def _handler(cloud: Cloud) -> Callable[[dict[str, object]], bool]:
    def pause(event: dict[str, object]) -> bool:
        with (
            mock.patch.dict(os.environ, ENVIRONMENT),
            mock.patch.object(boto3, "client", return_value=cloud),
            redirect_stdout(StringIO()),
        ):
            pausing.handler(event, cloud)
        return cloud.sends

    return pause
