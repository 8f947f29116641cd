"""The rotation function in the template."""

from __future__ import annotations

import json
from datetime import timedelta

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.lambdas.rotate_smtp_credentials.handler import Settings
from ses_constructs.smtp import SmtpCredentials, SmtpFields, SmtpRotation

ROTATION = SmtpRotation.every(timedelta(days=90), grace=timedelta(days=3))


@pytest.fixture
def template(irish_stack: cdk.Stack) -> Template:
    SmtpCredentials(
        irish_stack,
        "Smtp",
        rotation=ROTATION,
        other_regions=["us-east-1", "us-west-2"],
        fields=SmtpFields(username="U", password="W"),
        encryption_key=kms.Key(irish_stack, "Key"),
        port=465,
    )
    return Template.from_stack(irish_stack)


def test_secrets_manager_calls_it_every_90_days_and_not_at_once(template: Template) -> None:
    template.has_resource_properties(
        "AWS::SecretsManager::RotationSchedule",
        {"RotateImmediatelyOnUpdate": False, "RotationRules": {"AutomaticallyAfterDays": 90}},
    )
    template.has_resource_properties(
        "AWS::Lambda::Permission",
        {"Principal": "secretsmanager.amazonaws.com", "SourceAccount": "111122223333"},
    )


def test_the_schedule_waits_for_the_password_and_the_permission(template: Template) -> None:
    (schedule,) = template.find_resources("AWS::SecretsManager::RotationSchedule").values()
    needs = " ".join(schedule["DependsOn"])
    assert "Password" in needs
    assert "BySecretsManager" in needs
    assert "DefaultPolicy" in needs


def test_its_variables_are_those_the_function_reads(template: Template) -> None:
    functions = template.find_resources("AWS::Lambda::Function").values()
    (variables,) = [
        function["Properties"]["Environment"]["Variables"]
        for function in functions
        if "Environment" in function["Properties"]
    ]
    settings = Settings.read({name: str(value) for name, value in variables.items()})
    assert settings.grace == timedelta(days=3)
    assert settings.other_regions == ("us-east-1", "us-west-2")
    assert (settings.username_key, settings.password_key, settings.secret_access_key_key) == ("U", "W", "")
    assert (settings.host, settings.port) == ("email-smtp.eu-west-1.amazonaws.com", 465)


def test_it_may_touch_its_user_its_secret_and_its_key_only(template: Template) -> None:
    policies = template.find_resources("AWS::IAM::Policy")
    (policy,) = [policy for id, policy in policies.items() if "RotationRole" in id]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert '"*"' not in json.dumps(statements)
    assert sum(len(statement["Action"]) for statement in statements) == 2 + 3 + 4 + 2


def test_the_grace_is_looked_at_every_hour(template: Template) -> None:
    template.has_resource_properties("AWS::Events::Rule", {"ScheduleExpression": "rate(1 hour)"})


def test_without_a_rotation_there_is_none(irish_stack: cdk.Stack) -> None:
    assert SmtpCredentials(irish_stack, "Smtp").rotation_function is None
    Template.from_stack(irish_stack).resource_count_is("AWS::SecretsManager::RotationSchedule", 0)


def test_people_are_told_when_a_rotation_fails(irish_stack: cdk.Stack) -> None:
    topic = sns.Topic(irish_stack, "Operators")
    SmtpCredentials(irish_stack, "Smtp", rotation=ROTATION, operators=topic)
    template = Template.from_stack(irish_stack)
    (alarm,) = template.find_resources("AWS::CloudWatch::Alarm").values()
    (function,) = [id for id in template.find_resources("AWS::Lambda::Function") if "Rotation" in id]
    properties = alarm["Properties"]
    assert (properties["Namespace"], properties["MetricName"]) == ("AWS/Lambda", "Errors")
    assert properties["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function}}]
    assert len(properties["AlarmActions"]) == 1


def test_a_topic_without_a_rotation_to_hear_of_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="hears of nothing") as refused:
        SmtpCredentials(irish_stack, "Smtp", operators=sns.Topic(irish_stack, "Operators"))
    assert refused.value.at == "Irish/Smtp"
