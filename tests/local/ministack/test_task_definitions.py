"""Containers of a template."""

from __future__ import annotations

import boto3

from .conftest import Sandbox


def test_the_secrets_of_a_container_have_the_names_of_the_api(sandbox: Sandbox) -> None:
    secret = {"Name": "PASSWORD", "ValueFrom": "arn:aws:secretsmanager:us-east-1:1:secret:x:password::"}
    container = {"Name": "app", "Image": "python", "Secrets": [secret]}
    plain = {"Name": "plain", "Image": "python"}
    made = sandbox.deploy(
        {
            "Task": {
                "Type": "AWS::ECS::TaskDefinition",
                "Properties": {"Family": "f", "ContainerDefinitions": [container, plain]},
            }
        },
        {"Arn": {"Ref": "Task"}},
    )
    ecs = boto3.client(
        "ecs",
        endpoint_url=sandbox.emulator.endpoint,
        region_name=sandbox.place.region,
        aws_access_key_id=sandbox.account,
        aws_secret_access_key="local",
    )
    first, second = ecs.describe_task_definition(taskDefinition=made["Arn"])["taskDefinition"][
        "containerDefinitions"
    ]
    assert first["secrets"] == [{"name": "PASSWORD", "valueFrom": secret["ValueFrom"]}]
    assert not second.get("secrets")
