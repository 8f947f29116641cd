"""The commands that a guard prints can be typed as they are."""

from __future__ import annotations

import json
import shlex

from botocore import xform_name
from botocore.session import get_session

from ses_constructs.reputation.commands import hold_command, pause_command, resume_command, trial_command


def operations(service: str) -> set[str]:
    """The AWS CLI's commands of a service."""
    model = get_session().get_service_model(service)
    return {xform_name(name, "-") for name in model.operation_names}


def test_the_resume_command_invokes_the_function_with_what_it_asks_for() -> None:
    words = shlex.split(resume_command(function="Resume-1", region="eu-west-1", target="shop"))
    assert words[:5] == ["aws", "lambda", "invoke", "--function-name", "Resume-1"]
    assert json.loads(words[words.index("--payload") + 1]) == {"resume": "shop", "reason": "the cause is fixed"}
    assert words[words.index("--cli-binary-format") + 1] == "raw-in-base64-out"
    assert words[-3:] == ["--region", "eu-west-1", "/dev/stdout"]


def test_the_hold_command_asks_the_same_function() -> None:
    words = shlex.split(hold_command(function="Resume-1", region="eu-west-1", target="shop"))
    assert words[:5] == ["aws", "lambda", "invoke", "--function-name", "Resume-1"]
    assert json.loads(words[words.index("--payload") + 1]) == {"hold": "shop", "reason": "somebody looks into it"}


def test_the_trial_command_sets_the_alarm() -> None:
    words = shlex.split(trial_command(alarm="Pause-1", region="eu-west-1"))
    assert words[1] == "cloudwatch"
    assert words[2] in operations("cloudwatch")
    assert words[words.index("--alarm-name") + 1] == "Pause-1"
    assert words[words.index("--state-value") + 1] == "ALARM"
    assert words[words.index("--state-reason") + 1]


def test_the_pause_commands_switch_sending_off_without_the_guard() -> None:
    of_set = shlex.split(pause_command(configuration_set="shop", region="eu-west-1"))
    of_account = shlex.split(pause_command(configuration_set=None, region="eu-west-1"))
    assert {of_set[2], of_account[2]} <= operations("sesv2")
    assert of_set[of_set.index("--configuration-set-name") + 1] == "shop"
    for words in (of_set, of_account):
        assert words[1] == "sesv2"
        assert "--no-sending-enabled" in words
        assert words[-2:] == ["--region", "eu-west-1"]
