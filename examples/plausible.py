"""How does Plausible send its reports through SES?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.patterns import Plausible


class PlausibleOnSes(cdk.Stack):
    """A task of Plausible that gets host, port and TLS as variables, and the password as an ECS secret."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        domain = DomainIdentity(
            self,
            "Domain",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Reports"),
        )
        plausible = Plausible(self, "Plausible", identities=[domain], sender="stats@shop.example")
        task = ecs.FargateTaskDefinition(self, "Task", cpu=512, memory_limit_mib=1024)
        task.add_container(
            "App",
            image=ecs.ContainerImage.from_registry("ghcr.io/plausible/community-edition:v3.0.1"),
            environment=plausible.environment,
            secrets=plausible.ecs_secrets,
            logging=ecs.LogDrivers.aws_logs(stream_prefix="plausible"),
        )
        # readme: end
        for finding in ("AwsSolutions-ECS2",):
            reason = "host, port and TLS are no secrets; user name and password are ECS secrets"
            cdk.Validations.of(task).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))
