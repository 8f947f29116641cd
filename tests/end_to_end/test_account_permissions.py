"""Account settings, addresses, an export and a global endpoint where every call is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from botocore.exceptions import ClientError

from ses_constructs.account import (
    AccountSending,
    AccountSuppression,
    AutomaticWarmUp,
    DedicatedIp,
    MailType,
    MultiRegionEndpoint,
    ProductionAccess,
    StandardIpPool,
    VdmExport,
    VirtualDeliverabilityManager,
    WhenDeleted,
)
from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.global_mail import send_by_endpoint

SENDER, IP = "hello@mail.example", "192.0.2.30"


class Judged(cdk.Stack):
    """All that calls the API at deployment or afterwards."""

    def __init__(self, app: cdk.App, *, enabled: bool) -> None:
        super().__init__(app, "Judged", env=cdk.Environment(region="us-east-1"))
        restore, destroy = WhenDeleted.RESTORE, cdk.RemovalPolicy.DESTROY
        AccountSuppression(self, "Suppression", reasons=None if enabled else [], when_deleted=restore)
        AccountSending(self, "Sending", enabled=enabled, when_deleted=restore)
        AutomaticWarmUp(self, "WarmUp", enabled=enabled, when_deleted=restore)
        ProductionAccess(
            self,
            "Production",
            mail_type=MailType.TRANSACTIONAL,
            website_url="https://mail.example",
            use_case="Receipts." if enabled else "Receipts and notices.",
        )
        warmth = 20 if enabled else 30
        ips = [DedicatedIp(address=IP, warm_up_percentage=warmth)]
        StandardIpPool(self, "Pool", pool_name="judged", ips=ips, removal_policy=destroy)
        VirtualDeliverabilityManager(self, "Vdm")
        VdmExport(self, "Export", bucket=s3.Bucket(self, "Numbers", removal_policy=destroy))
        endpoint = MultiRegionEndpoint(self, "Global", endpoint_name="judged", second_region="eu-west-1")
        role = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        endpoint.grant_send(role, identity=SENDER)
        cdk.CfnOutput(self, "EndpointId", value=endpoint.endpoint_id)
        cdk.CfnOutput(self, "SenderArn", value=role.role_arn)


def judged(*, enabled: bool) -> Callable[[cdk.App], object]:
    return lambda app: Judged(app, enabled=enabled)


@pytest.fixture
def account(strict_emulator: Emulator) -> Account:
    strict_emulator.reset()
    made = Account(strict_emulator)
    strict_emulator.lease_ip(IP)
    for region in ("us-east-1", "eu-west-1"):
        strict_emulator.client("sesv2", region=region).create_email_identity(EmailIdentity=SENDER)
        strict_emulator.confirm_address(SENDER, region=region)
    made.ses.put_account_details(
        MailType="MARKETING", WebsiteURL="https://old.example", ProductionAccessEnabled=False
    )
    return made


def test_every_step_is_allowed_and_nothing_else(account: Account, tmp_path: Path) -> None:
    assembly = Assembly(account.emulator, tmp_path / "cdk.out")
    outputs = assembly.deploy(judged(enabled=True))["Judged"]
    assert account.ses.get_account()["ProductionAccessEnabled"] is True
    export = account.physical_id("Judged", "AWS::Lambda::Function", "Export")
    account.invoke(export, {"time": "2026-11-02T00:00:00Z"})
    bucket = account.physical_id("Judged", "AWS::S3::Bucket", "Numbers")
    assert list(account.objects(bucket)) == ["vdm/2026/11/2026-11-01_2026-11-01.csv"]
    account.empty(bucket)

    session = account.emulator.session_as(outputs["SenderArn"])
    assert send_by_endpoint(account.emulator, SENDER, outputs["EndpointId"], session=session) == 200
    assert send_by_endpoint(account.emulator, SENDER, None, session=session) == 403, (
        "from this identity by the endpoint only"
    )
    exporter = account.emulator.client("lambda").get_function_configuration(FunctionName=export)["Role"]
    ses = account.emulator.session_as(exporter).client("sesv2", endpoint_url=account.emulator.endpoint)
    with pytest.raises(ClientError, match="AccessDenied"):
        ses.get_account()

    assembly.deploy(judged(enabled=False))
    found = account.ses.get_account()
    assert (found["SendingEnabled"], found["DedicatedIpAutoWarmupEnabled"]) == (False, False)
    assert found["Details"]["UseCaseDescription"] == "Receipts and notices."
    assert account.ses.get_dedicated_ip(Ip=IP)["DedicatedIp"]["WarmupPercentage"] == 30
    assembly.destroy(judged(enabled=False))
    found = account.ses.get_account()
    assert (found["SendingEnabled"], found["DedicatedIpAutoWarmupEnabled"]) == (True, True)
    assert account.ses.get_dedicated_ip(Ip=IP)["DedicatedIp"]["PoolName"] == "ses-default-dedicated-pool"
