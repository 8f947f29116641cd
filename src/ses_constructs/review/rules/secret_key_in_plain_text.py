"""A secret key belongs into Secrets Manager."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly
from ses_constructs.review.value import Value

RULE = Rule(
    id="secret-key-in-plain-text",
    severity=Severity.ERROR,
    why=(
        "Parameters of type String, environment variables and user data are read by many and encrypted for none."
    ),
    cure="Put the key into an AWS::SecretsManager::Secret, and let the program read it from there.",
    source="Guide: Obtaining Amazon SES SMTP credentials",
)


_READABLE = {
    "AWS::SSM::Parameter": "Value",
    "AWS::Lambda::Function": "Environment.Variables",
    "AWS::Serverless::Function": "Environment.Variables",
    "AWS::EC2::Instance": "UserData",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateData.UserData",
}


def check(assembly: Assembly) -> Iterator[Finding]:
    for type_name, path in _READABLE.items():
        for resource in assembly.resources(type_name):
            value = resource.get(path)
            values = [value, *(member for _, member in value.entries)]
            if any(_shows(one) for one in values):
                yield RULE.at(value.place, "the secret key of an access key stands here in plain text")
    for task in assembly.resources("AWS::ECS::TaskDefinition"):
        for container in task.get("ContainerDefinitions").items:
            for variable in container.get("Environment").items:
                if _shows(variable.get("Value")):
                    yield RULE.at(variable.place, "the secret key of an access key stands here in plain text")


def _shows(value: Value) -> bool:
    text = value.text
    return text is not None and any(one.attribute == "SecretAccessKey" for one in text.references)
