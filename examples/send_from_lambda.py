"""How does a Lambda function send, with permission for that and nothing else?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity

CODE = """
import boto3


def handler(order, context):
    sent = boto3.client("sesv2").send_email(
        FromEmailAddress="The shop <orders@shop.example>",
        Destination={"ToAddresses": [order["customer"]]},
        Content={"Simple": {
            "Subject": {"Data": f"Your order {order['number']}"},
            "Body": {"Text": {"Data": "Thank you. It is on its way."}},
        }},
    )
    return sent["MessageId"]
"""


class SendFromLambda(cdk.Stack):
    """A function that may send formatted mail from one address of the domain."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Receipts"),
        )
        log_group = logs.LogGroup(self, "Logs", removal_policy=cdk.RemovalPolicy.DESTROY)
        role = iam.Role(self, "ReceiptRole", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        receipt = lambda_.Function(
            self,
            "Receipt",
            code=lambda_.Code.from_inline(CODE),
            handler="index.handler",
            runtime=lambda_.Runtime.PYTHON_3_14,
            role=role,
            log_group=log_group,
            timeout=cdk.Duration.seconds(30),
        )
        shop.grant_send(
            receipt,
            forms=[SendForm.FORMATTED],
            limits=SendLimits(from_addresses=("orders@shop.example",)),
        )
        # readme: end
