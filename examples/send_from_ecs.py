"""How does a container send by SMTP, with a password that only ECS hands it?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from ses_constructs.access import SendLimits
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.smtp import SmtpCredentials, SmtpSoftware

PROGRAM = """
import os, smtplib, ssl
with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as smtp:
    smtp.starttls(context=ssl.create_default_context())
    smtp.login(os.environ["SMTP_USERNAME"], os.environ["SMTP_PASSWORD"])
    sender = os.environ["SMTP_FROM"]
    smtp.sendmail(sender, os.environ["SEND_TO"], f"From: {sender}\\nSubject: Good morning\\n\\nAll is well.")
"""


class SendFromEcs(cdk.Stack):
    """A task whose container reads host, port and sender from variables, user and password from the secret."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Reports"),
        )
        smtp = SmtpCredentials(
            self,
            "Smtp",
            identities=[shop],
            sender="reports@shop.example",
            limits=SendLimits(from_addresses=("reports@shop.example",)),
        )
        task = ecs.FargateTaskDefinition(self, "Task")
        task.add_container(
            "Report",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/docker/library/python:3.13-slim"),
            command=["python", "-c", PROGRAM],
            environment={**smtp.environment_for(SmtpSoftware.GENERIC), "SEND_TO": "boss@mail.test"},
            secrets=smtp.ecs_secrets_for(SmtpSoftware.GENERIC),
            logging=ecs.LogDrivers.aws_logs(stream_prefix="report"),
        )
        # readme: end
        reason = "the variables hold no secret: ECS reads user and password from Secrets Manager"
        cdk.Validations.of(task).acknowledge(cdk.Acknowledgment(id="AwsSolutions-ECS2", reason=reason))
