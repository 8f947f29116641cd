"""What may go wrong with a deployed stack: each function breaks one thing, and returns what heals it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.end_to_end.patient import DOMAIN, MAIL_FROM, Patient, record

Fault = Callable[[Patient], Callable[[], object] | None]
"""Breaks something, and returns what heals it."""


def configuration_set(patient: Patient) -> str:
    return patient.physical_id("AWS::SES::ConfigurationSet", "Orders")


def a_dmarc_record_that_is_gone(patient: Patient) -> Callable[[], object]:
    return record(patient, f"_dmarc.{DOMAIN}", "TXT")


def a_dmarc_record_that_is_another(patient: Patient) -> Callable[[], object]:
    return record(patient, f"_dmarc.{DOMAIN}", "TXT", '"v=DMARC1; p=none"')


def a_second_dmarc_record(patient: Patient) -> Callable[[], object]:
    policy = f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{DOMAIN}"'
    return record(patient, f"_dmarc.{DOMAIN}", "TXT", policy, '"v=DMARC1; p=none"')


def a_second_mx_of_the_mail_from_domain(patient: Patient) -> Callable[[], object]:
    mine = "10 feedback-smtp.us-east-1.amazonses.com"
    return record(patient, MAIL_FROM, "MX", mine, "20 mx.elsewhere.example")


def an_inbound_mx_of_somebody_else(patient: Patient) -> Callable[[], object]:
    return record(patient, DOMAIN, "MX", "10 mx.elsewhere.example")


def signing_switched_off(patient: Patient) -> Callable[[], object]:
    ses = patient.client("sesv2")
    ses.put_email_identity_dkim_attributes(EmailIdentity=DOMAIN, SigningEnabled=False)
    return lambda: ses.put_email_identity_dkim_attributes(EmailIdentity=DOMAIN, SigningEnabled=True)


def another_default_set(patient: Patient) -> Callable[[], object]:
    ses, name = patient.client("sesv2"), configuration_set(patient)
    ses.put_email_identity_configuration_set_attributes(EmailIdentity=DOMAIN)
    return lambda: ses.put_email_identity_configuration_set_attributes(
        EmailIdentity=DOMAIN, ConfigurationSetName=name
    )


def the_account_paused_by_hand(patient: Patient) -> Callable[[], object]:
    ses = patient.client("sesv2")
    ses.put_account_sending_attributes(SendingEnabled=False)
    return lambda: ses.put_account_sending_attributes(SendingEnabled=True)


def the_set_paused_by_hand(patient: Patient) -> Callable[[], object]:
    ses, name = patient.client("sesv2"), configuration_set(patient)
    ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=False)
    return lambda: ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=True)


def the_tenant_paused(patient: Patient) -> Callable[[], object]:
    ses = patient.client("sesv2")
    arn = ses.get_tenant(TenantName="acme")["Tenant"]["TenantArn"]

    def switch(status: str) -> None:
        ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=arn, SendingStatus=status
        )

    switch("DISABLED")
    return lambda: switch("ENABLED")


def no_reputation_metrics(patient: Patient) -> Callable[[], object]:
    ses, name = patient.client("sesv2"), configuration_set(patient)
    put = ses.put_configuration_set_reputation_options
    put(ConfigurationSetName=name, ReputationMetricsEnabled=False)
    return lambda: put(ConfigurationSetName=name, ReputationMetricsEnabled=True)


def tls_no_longer_required(patient: Patient) -> Callable[[], object]:
    ses, name = patient.client("sesv2"), configuration_set(patient)
    ses.put_configuration_set_delivery_options(ConfigurationSetName=name, TlsPolicy="OPTIONAL")
    return lambda: ses.put_configuration_set_delivery_options(ConfigurationSetName=name, TlsPolicy="REQUIRE")


def the_sandbox(patient: Patient) -> Callable[[], object]:
    ses = patient.client("sesv2")

    def put(access: bool) -> None:
        ses.put_account_details(
            MailType="TRANSACTIONAL", WebsiteURL="https://shop.example", ProductionAccessEnabled=access
        )

    put(False)
    return lambda: put(True)


def a_destination_switched_off(patient: Patient) -> Callable[[], object]:
    return destination(patient, Enabled=False)


def a_destination_with_other_events(patient: Patient) -> Callable[[], object]:
    return destination(patient, MatchingEventTypes=["BOUNCE"])


def destination(patient: Patient, **change: object) -> Callable[[], object]:
    ses, name = patient.client("sesv2"), configuration_set(patient)
    found = ses.get_configuration_set_event_destinations(ConfigurationSetName=name)["EventDestinations"]
    (old,) = (one for one in found if "SnsDestination" in one)

    def put(**settings: object) -> None:
        wanted = {key: value for key, value in (old | settings).items() if key != "Name"}
        ses.update_configuration_set_event_destination(
            ConfigurationSetName=name, EventDestinationName=old["Name"], EventDestination=wanted
        )

    put(**change)
    return put


def nobody_subscribed(patient: Patient) -> Callable[[], object]:
    sns, arn = patient.client("sns"), patient.physical_id("AWS::SNS::Topic", "Problems")
    (only,) = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    sns.unsubscribe(SubscriptionArn=only["SubscriptionArn"])
    return lambda: sns.subscribe(TopicArn=arn, Protocol=only["Protocol"], Endpoint=only["Endpoint"])


def alarm(patient: Patient) -> str:
    found = patient.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return next(str(one["AlarmName"]) for one in found if one.get("MetricName") == "Reputation.BounceRate")


def put_alarm(patient: Patient, **change: object) -> Callable[[], object]:
    cloudwatch, name = patient.client("cloudwatch"), alarm(patient)
    (old,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    settings = {
        key: value
        for key, value in old.items()
        if key not in ("AlarmArn", "AlarmConfigurationUpdatedTimestamp", "EvaluationState")
        and not key.startswith("State")
    }
    cloudwatch.put_metric_alarm(**(settings | change))
    return lambda: cloudwatch.put_metric_alarm(**settings)


def an_alarm_without_actions(patient: Patient) -> Callable[[], object]:
    return put_alarm(patient, AlarmActions=[])


def a_looser_alarm(patient: Patient) -> Callable[[], object]:
    return put_alarm(patient, Threshold=0.9)


def an_alarm_switched_off(patient: Patient) -> Callable[[], object]:
    cloudwatch, name = patient.client("cloudwatch"), alarm(patient)
    cloudwatch.disable_alarm_actions(AlarmNames=[name])
    return lambda: cloudwatch.enable_alarm_actions(AlarmNames=[name])


def a_function_without_concurrency(patient: Patient) -> Callable[[], object]:
    functions = patient.client("lambda")
    name = patient.physical_id("AWS::Lambda::Function", "GuardPauseSending")
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    return lambda: functions.delete_function_concurrency(FunctionName=name)


def a_dead_letter(patient: Patient) -> Callable[[], object]:
    sqs = patient.client("sqs")
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if "Guard" in url)
    sqs.send_message(QueueUrl=url, MessageBody="a pause that was not made")
    return lambda: sqs.purge_queue(QueueUrl=url)


def rule_set(patient: Patient) -> str:
    return patient.physical_id("AWS::SES::ReceiptRuleSet", "Inbound")


def another_active_rule_set(patient: Patient) -> Callable[[], object]:
    ses, name = patient.client("ses"), rule_set(patient)
    ses.create_receipt_rule_set(RuleSetName="theirs")
    ses.set_active_receipt_rule_set(RuleSetName="theirs")

    def heal() -> None:
        ses.set_active_receipt_rule_set(RuleSetName=name)
        ses.delete_receipt_rule_set(RuleSetName="theirs")

    return heal


def receipt_rules(patient: Patient) -> list[dict[str, Any]]:
    found = patient.client("ses").describe_receipt_rule_set(RuleSetName=rule_set(patient))["Rules"]
    assert isinstance(found, list)
    return found


def a_rule_with_another_recipient(patient: Patient) -> Callable[[], object]:
    return put_rule(patient, Recipients=[f"else@{DOMAIN}"])


def a_rule_switched_off(patient: Patient) -> Callable[[], object]:
    return put_rule(patient, Enabled=False)


def put_rule(patient: Patient, **change: object) -> Callable[[], object]:
    ses, owner = patient.client("ses"), rule_set(patient)
    old = receipt_rules(patient)[0]
    ses.update_receipt_rule(RuleSetName=owner, Rule=old | change)
    return lambda: ses.update_receipt_rule(RuleSetName=owner, Rule=old)


def a_rule_made_by_hand(patient: Patient) -> Callable[[], object]:
    ses, owner = patient.client("ses"), rule_set(patient)
    ses.create_receipt_rule(RuleSetName=owner, Rule={"Name": "by-hand", "Enabled": True})
    return lambda: ses.delete_receipt_rule(RuleSetName=owner, RuleName="by-hand")


def rules_in_another_order(patient: Patient) -> Callable[[], object]:
    ses, owner = patient.client("ses"), rule_set(patient)
    names = [rule["Name"] for rule in receipt_rules(patient)]
    ses.reorder_receipt_rule_set(RuleSetName=owner, RuleNames=names[::-1])
    return lambda: ses.reorder_receipt_rule_set(RuleSetName=owner, RuleNames=names)


def an_own_address_on_the_list(patient: Patient) -> Callable[[], object]:
    ses, address = patient.client("sesv2"), f"support@{DOMAIN}"
    ses.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE")
    return lambda: ses.delete_suppressed_destination(EmailAddress=address)


def no_suppression(patient: Patient) -> Callable[[], object]:
    ses = patient.client("sesv2")
    ses.put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])
    return lambda: ses.put_account_suppression_attributes(SuppressedReasons=["BOUNCE", "COMPLAINT"])


def user(patient: Patient) -> tuple[str, str]:
    """The SMTP user, and its key."""
    name = patient.physical_id("AWS::IAM::User", "Smtp")
    return name, patient.client("iam").list_access_keys(UserName=name)["AccessKeyMetadata"][0]["AccessKeyId"]


def an_inactive_smtp_password(patient: Patient) -> Callable[[], object]:
    iam, (name, key) = patient.client("iam"), user(patient)
    iam.update_access_key(UserName=name, AccessKeyId=key, Status="Inactive")
    return lambda: iam.update_access_key(UserName=name, AccessKeyId=key, Status="Active")


FAULTS: list[tuple[Fault, set[str]]] = [
    (a_dmarc_record_that_is_gone, {"dns-record-missing"}),
    (a_dmarc_record_that_is_another, {"dns-record-different"}),
    (a_second_dmarc_record, {"policy-record-twice"}),
    (an_inbound_mx_of_somebody_else, {"dns-record-different"}),
    (signing_switched_off, {"dkim-switched-off"}),
    (another_default_set, {"default-configuration-set-differs"}),
    (the_account_paused_by_hand, {"account-paused"}),
    (the_set_paused_by_hand, {"configuration-set-paused"}),
    (the_tenant_paused, {"tenant-paused"}),
    (no_reputation_metrics, {"reputation-metrics-are-off"}),
    (tls_no_longer_required, {"configuration-set-differs"}),
    (the_sandbox, {"account-in-sandbox"}),
    (a_destination_switched_off, {"destination-disabled"}),
    (a_destination_with_other_events, {"destination-events-differ"}),
    (nobody_subscribed, {"topic-unheard", "subscription-missing"}),
    (an_alarm_without_actions, {"alarm-action-missing"}),
    (a_looser_alarm, {"alarm-threshold-differs"}),
    (an_alarm_switched_off, {"alarm-disarmed"}),
    (a_function_without_concurrency, {"function-throttled"}),
    (another_active_rule_set, {"rule-set-not-active"}),
    (a_rule_with_another_recipient, {"receipt-rule-differs"}),
    (a_rule_switched_off, {"receipt-rule-differs"}),
    (a_rule_made_by_hand, {"receipt-rule-foreign"}),
    (rules_in_another_order, {"receipt-rules-out-of-order"}),
    (an_own_address_on_the_list, {"own-address-suppressed"}),
    (no_suppression, {"account-suppression-off"}),
    (an_inactive_smtp_password, {"smtp-password-inactive"}),
]


def destination_name(patient: Patient) -> str:
    found = patient.account.ses.get_configuration_set_event_destinations(
        ConfigurationSetName=configuration_set(patient)
    )
    return next(one["Name"] for one in found["EventDestinations"] if "SnsDestination" in one)
