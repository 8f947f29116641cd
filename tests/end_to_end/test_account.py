"""Account settings, dedicated addresses, deliverability, tenants, a global endpoint: deployed, read back, used."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import aws_cdk as cdk
import pytest
from botocore.exceptions import ClientError

from examples.account_settings import AccountSettings
from examples.dedicated_ips import DedicatedIps
from examples.deliverability import Deliverability
from examples.global_endpoint import GlobalEndpoint
from examples.tenants import CUSTOMERS, Tenants
from ses_constructs.account import (
    AccountSending,
    AccountSuppression,
    AutomaticWarmUp,
    DedicatedIp,
    StandardIpPool,
    SuppressionReason,
    WhenDeleted,
)
from ses_constructs.local.cdk import Cdk, CdkFailedError
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.global_mail import send_by_endpoint

Build = Callable[[cdk.App], object]
BOTH = ["BOUNCE", "COMPLAINT"]
SENDER = "hello@mail.example"
DEFAULT_POOL = "ses-default-dedicated-pool"


@pytest.fixture
def account(emptied: Account) -> Account:
    emptied.ses.create_email_identity(EmailIdentity=SENDER)
    emptied.emulator.confirm_address(SENDER)
    return emptied


def other_app(account: Account, folder: Path) -> Assembly:
    """Another app of the same account."""
    return Assembly(account.emulator, folder / "other" / "cdk.out")


def owner(account: Account, what: str) -> str:
    """The stack that decides about a setting."""
    ssm: Any = account.emulator.client("ssm")
    return str(ssm.get_parameter(Name=f"/ses-constructs/owner-of/{what}")["Parameter"]["Value"])


def test_account_settings_have_one_owner(account: Account, assembly: Assembly, tmp_path: Path) -> None:
    def build(app: cdk.App) -> None:
        AccountSettings(app, "Example")

    assembly.deploy(build)
    found = account.ses.get_account()
    assert found["SuppressionAttributes"]["SuppressedReasons"] == BOTH
    threshold = json.dumps(found["SuppressionAttributes"].get("ValidationAttributes"))
    assert '"ConfidenceVerdictThreshold": "MANAGED"' in threshold
    assert (found["SendingEnabled"], found["ProductionAccessEnabled"]) == (True, True)
    assert owner(account, "account-suppression") == "Example"

    def second(app: cdk.App) -> None:
        AccountSuppression(cdk.Stack(app, "Second"), "Suppression", reasons=[])

    with pytest.raises(CdkFailedError, match=r"SesConstructsOwnerOfAccountSuppression[\s\S]*already exists"):
        other_app(account, tmp_path).deploy(second)
    assert account.ses.get_account()["SuppressionAttributes"]["SuppressedReasons"] == BOTH
    account.emulator.client("cloudformation").delete_stack(StackName="Second")
    assert owner(account, "account-suppression") == "Example"
    # A pause survives a deployment of what has not changed.
    account.ses.put_account_sending_attributes(SendingEnabled=False)
    assembly.deploy(build)
    assert account.ses.get_account()["SendingEnabled"] is False
    assembly.destroy(build)
    kept = account.ses.get_account()["SuppressionAttributes"]
    assert json.dumps(kept.get("ValidationAttributes")) == threshold


def test_settings_are_changed_and_restored(account: Account, assembly: Assembly) -> None:
    def build(enabled: bool, *reasons: SuppressionReason) -> Build:
        def make(app: cdk.App) -> None:
            stack = cdk.Stack(app, "Settings")
            restore = WhenDeleted.RESTORE
            AccountSuppression(stack, "Suppression", reasons=reasons, when_deleted=restore)
            AccountSending(stack, "Sending", enabled=enabled, when_deleted=restore)
            AutomaticWarmUp(stack, "WarmUp", enabled=enabled, when_deleted=restore)

        return make

    def in_force() -> tuple[object, ...]:
        found = account.ses.get_account()
        reasons = found["SuppressionAttributes"]["SuppressedReasons"]
        return reasons, found["SendingEnabled"], found["DedicatedIpAutoWarmupEnabled"]

    before = in_force()
    assembly.deploy(build(False))
    assert in_force() == ([], False, False)
    assembly.deploy(build(True, SuppressionReason.COMPLAINT))
    assert in_force() == (["COMPLAINT"], True, True)
    assembly.destroy(build(True, SuppressionReason.COMPLAINT))
    assert in_force() == before


def test_dedicated_ips_are_in_their_pools(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        DedicatedIps(app, "Example")

    with pytest.raises(CdkFailedError, match=r"is no dedicated IP address of this account.*request it"):
        assembly.deploy(build)
    account.emulator.client("cloudformation").delete_stack(StackName="Example")
    for name in account.ses.list_dedicated_ip_pools()["DedicatedIpPools"]:
        account.ses.delete_dedicated_ip_pool(PoolName=name)
    for ip in ("192.0.2.10", "192.0.2.11"):
        account.emulator.lease_ip(ip)
    assembly.deploy(build)
    pool = account.physical_id("Example", "AWS::SES::DedicatedIpPool", "ReceiptIps")
    managed = account.physical_id("Example", "AWS::SES::DedicatedIpPool", "NewsIps")
    assert account.ses.get_dedicated_ip_pool(PoolName=managed)["DedicatedIpPool"]["ScalingMode"] == "MANAGED"
    ips = {each["Ip"]: each for each in account.ses.get_dedicated_ips(PoolName=pool)["DedicatedIps"]}
    assert {ip: each["WarmupPercentage"] for ip, each in ips.items()} == {"192.0.2.10": 0, "192.0.2.11": 100}
    receipts = account.physical_id("Example", "AWS::SES::ConfigurationSet", "Receipts")
    options = account.ses.get_configuration_set(ConfigurationSetName=receipts)["DeliveryOptions"]
    assert options["SendingPoolName"] == pool
    assert account.ses.get_account()["DedicatedIpAutoWarmupEnabled"] is True
    assembly.destroy(build)
    assert len(account.ses.get_dedicated_ips(PoolName=pool)["DedicatedIps"]) == 2, "kept with their pool"


def test_addresses_go_back_before_their_pool_is_deleted(account: Account, assembly: Assembly) -> None:
    def build(*ips: str) -> Build:
        def make(app: cdk.App) -> None:
            StandardIpPool(
                cdk.Stack(app, "Pool"),
                "Fast",
                pool_name="fast",
                ips=[DedicatedIp(address=ip) for ip in ips],
                removal_policy=cdk.RemovalPolicy.DESTROY,
            )

        return make

    def pools() -> dict[str, str]:
        return {each["Ip"]: each.get("PoolName", "") for each in account.ses.get_dedicated_ips()["DedicatedIps"]}

    first, second = "192.0.2.20", "192.0.2.21"
    for ip in (first, second):
        account.emulator.lease_ip(ip)
    assembly.deploy(build(first))
    assert pools() == {first: "fast", second: DEFAULT_POOL}
    assembly.deploy(build(second))
    assert pools() == {first: DEFAULT_POOL, second: "fast"}
    assembly.destroy(build(second))
    assert pools() == {first: DEFAULT_POOL, second: DEFAULT_POOL}
    assert account.ses.list_dedicated_ip_pools()["DedicatedIpPools"] == []


def test_deliverability_is_told_and_exported(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        Deliverability(app, "Example")

    assembly.deploy(build)
    assert account.ses.get_account()["VdmAttributes"] == {
        "VdmEnabled": "ENABLED",
        "DashboardAttributes": {"EngagementMetrics": "DISABLED"},
        "GuardianAttributes": {"OptimizedSharedDelivery": "DISABLED"},
    }
    for to in ("someone@gmail.com", "gone@bounce.test", CUSTOMER):
        account.ses.send_email(
            FromEmailAddress=SENDER,
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        )
    export = account.physical_id("Example", "AWS::Lambda::Function", "Export")
    bucket = account.physical_id("Example", "AWS::S3::Bucket", "Numbers")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for _ in range(2):
        account.invoke(export, {"time": tomorrow})
    ((key, body),) = account.objects(bucket).items()
    assert key.startswith("vdm/20")
    assert key.endswith(".csv")
    rows = {row["Metric"]: row["Value"] for row in csv.DictReader(body.decode().splitlines())}
    assert rows == {
        "SEND": "3",
        "DELIVERY": "2",
        "PERMANENT_BOUNCE": "1",
        "TRANSIENT_BOUNCE": "0",
        "COMPLAINT": "0",
    }
    assert "_ses/exports" not in json.dumps(account.log(export)), "the URL is as good as a password"
    queue = account.listen(account.physical_id("Example", "AWS::SNS::Topic", "Operators"))
    advise(account, "Resolved")
    advise(account, "Open")
    wait_for("the advice", lambda: account.taken(queue), patience=10)
    (advice,) = account.taken(queue)
    assert (advice["detail-type"], advice["detail"]["data"]) == (
        "Advisor Recommendation Status Open",
        "DKIM verification is not enabled.",
    )
    account.empty(bucket)
    assembly.destroy(build)
    assert account.ses.get_account()["VdmAttributes"]["VdmEnabled"] == "DISABLED"


def advise(account: Account, status: str) -> None:
    """What the advisor puts on the bus. Guide: Virtual Deliverability Manager advisor events on EventBridge."""
    account.emulator.put_aws_event(
        source="aws.ses",
        detail_type=f"Advisor Recommendation Status {status}",
        detail={"version": "1.0.0", "data": "DKIM verification is not enabled."},
        resources=["arn:aws:ses:us-east-1:000000000000:identity/mail.example"],
    )


def warn(account: Account, tenant_arn: str) -> None:
    """A finding, as SES puts it on the bus. Guide: Tenants, Setting up EventBridge notifications."""
    account.emulator.put_aws_event(
        source="aws.ses",
        detail_type="Advisor Recommendation Status Open",
        detail={
            "version": "1.0.0",
            "data": "The bounce rate exceeded 15.0%.",
            "metadata": {"impact": "HIGH", "type": "BOUNCE"},
        },
        resources=[tenant_arn],
    )


def test_tenants_send_apart_and_are_stopped_apart(account: Account, assembly: Assembly) -> None:
    for name, zone in CUSTOMERS.items():
        account.emulator.own_zone(f"{name}.example", zone_id=zone)

    def build(app: cdk.App) -> None:
        Tenants(app, "Example")

    assembly.deploy(build)
    for name in CUSTOMERS:
        account.wait_until_sending(f"{name}.example")
    sets = {name: account.configuration_set_of(f"{name}.example") for name in CUSTOMERS}
    resources = account.ses.list_tenant_resources(TenantName="acme")["TenantResources"]
    assert sorted(each["ResourceType"] for each in resources) == [
        "CONFIGURATION_SET",
        "EMAIL_IDENTITY",
        "EMAIL_TEMPLATE",
    ]
    tenant = account.ses.get_tenant(TenantName="acme")["Tenant"]
    arn = tenant["TenantArn"]
    entity = account.ses.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=arn)
    policy = entity["ReputationEntity"]["ReputationManagementPolicy"]
    assert policy == "arn:aws:ses:us-east-1:aws:reputation-policy/strict"

    def send(to: str, name: str, tenant: str) -> None:
        account.ses.send_email(
            FromEmailAddress=f"hello@{tenant}.example",
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
            ConfigurationSetName=sets[name],
            TenantName=tenant,
        )

    with pytest.raises(ClientError, match="Not associated with tenant acme: configuration-set/"):
        send(CUSTOMER, "globex", "acme")
    send("gone@bounce.test", "acme", "acme")
    lists = {
        name: account.ses.list_suppressed_destinations(TenantName=name)["SuppressedDestinationSummaries"]
        for name in sets
    }
    assert [each["EmailAddress"] for each in lists["acme"]] == ["gone@bounce.test"]
    assert lists["globex"] == account.ses.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []
    queue = account.listen(account.physical_id("Example", "AWS::SNS::Topic", "Operators"))
    warn(account, arn)
    statuses: tuple[Literal["DISABLED", "REINSTATED"], ...] = ("DISABLED", "REINSTATED")
    for status in statuses:
        account.ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=arn, SendingStatus=status
        )
        if status == "DISABLED":
            with pytest.raises(ClientError, match="Sending paused for tenant"):
                send(CUSTOMER, "acme", "acme")
            send(CUSTOMER, "globex", "globex")
    told = ["Advisor Recommendation Status Open", "Sending Status Disabled", "Sending Status Enabled"]
    wait_for("all notices", lambda: sorted(e["detail-type"] for e in account.taken(queue)) == told)
    assert {tuple(event["resources"]) for event in account.taken(queue)} == {(arn,)}
    details = [event["detail"]["data"] for event in account.taken(queue)]
    assert [each["record"]["status"] for each in details if "record" in each] == list(statuses)
    account.ses.send_email(
        FromEmailAddress="hello@acme.example",
        Destination={"ToAddresses": [CUSTOMER]},
        Content={"Template": {"TemplateName": template_name(account), "TemplateData": '{"name": "A"}'}},
        TenantName="acme",
    )
    assembly.destroy(build)
    assert account.ses.get_tenant(TenantName="acme")["Tenant"]["TenantArn"] == arn, "kept with its reputation"


def template_name(account: Account) -> str:
    """The template that both tenants share."""
    (name,) = [each["TemplateName"] for each in account.ses.list_email_templates()["TemplatesMetadata"]]
    return name


def test_global_endpoint_sends_by_both_regions(account: Account, assembly: Assembly, tmp_path: Path) -> None:
    domain, emulator = "global.example", account.emulator
    emulator.own_zone(domain, zone_id="Z0123456789GLOBAL")
    Cdk(emulator, tmp_path).bootstrap(region="eu-west-1")

    def build(app: cdk.App) -> None:
        GlobalEndpoint(app, "Example")

    outputs = assembly.deploy(build)["Example"]
    endpoint = account.ses.get_multi_region_endpoint(EndpointName="global")
    assert (endpoint["Status"], endpoint["EndpointId"]) == ("READY", outputs["EndpointId"])
    assert [route["Region"] for route in endpoint["Routes"]] == ["us-east-1", "eu-west-1"]
    regions = {region: emulator.client("sesv2", region=region) for region in ("us-east-1", "eu-west-1")}

    def verified() -> bool:
        found = [ses.get_email_identity(EmailIdentity=domain) for ses in regions.values()]
        return all(
            each["VerifiedForSendingStatus"] and each["MailFromAttributes"]["MailFromDomainStatus"] == "SUCCESS"
            for each in found
        )

    wait_for("both identities", verified, patience=15)
    origins = {
        region: ses.get_email_identity(EmailIdentity=domain)["DkimAttributes"]["SigningAttributesOrigin"]
        for region, ses in regions.items()
    }
    assert origins == {"us-east-1": "AWS_SES_EU_WEST_1", "eu-west-1": "AWS_SES"}
    records = account.records("Z0123456789GLOBAL")
    assert sum("_domainkey" in name for name, _ in records) == 3, "one key, and its records, for both regions"
    for region, ses in regions.items():
        assert records[(f"bounce-{region}.{domain}", "MX")] == [f"10 feedback-smtp.{region}.amazonses.com"]
        delivery = ses.get_configuration_set(ConfigurationSetName="global-mail")["DeliveryOptions"]
        pool = ses.get_dedicated_ip_pool(PoolName=delivery["SendingPoolName"])["DedicatedIpPool"]
        assert pool["ScalingMode"] == "MANAGED"
        alarms = emulator.client("cloudwatch", region=region).describe_alarms()["MetricAlarms"]
        assert sum("Pause" in alarm["AlarmName"] for alarm in alarms) >= 2, "a guard in each region"
    for _ in range(4):
        assert send_by_endpoint(emulator, f"hello@{domain}", outputs["EndpointId"]) == 200
    assert [len(emulator.sent(region=region)) for region in regions] == [2, 2]
    (policy,) = allowed(account, account.physical_id("Example", "AWS::IAM::Role", "Sender"))
    assert policy["Condition"] == {"StringEquals": {"ses:MultiRegionEndpointId": outputs["EndpointId"]}}
    assert {arn.split(":")[3] for arn in policy["Resource"]} == set(regions)
    assembly.destroy(build)
    with pytest.raises(account.ses.exceptions.NotFoundException):
        account.ses.get_multi_region_endpoint(EndpointName="global")


def allowed(account: Account, role: str) -> list[dict[str, Any]]:
    """The statements of the inline policies of a role."""
    iam = account.emulator.client("iam")
    documents = [
        json.loads(json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]))
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    return [statement for document in documents for statement in document["Statement"]]
