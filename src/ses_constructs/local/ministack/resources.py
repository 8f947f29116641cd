"""The CloudFormation resource types that MiniStack lacks or gets wrong."""

from __future__ import annotations

from collections.abc import Callable

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners, stacks

from ses_constructs.local.ministack import (
    access_keys,
    api_destinations,
    buckets,
    documents,
    function_settings,
    hosted_zones,
    log_deliveries,
    metric_alarms,
    named_queries,
    nested_stacks,
    parquet,
    record_sets,
    secret_policies,
    secrets,
    security_groups,
    tables,
    topic_signatures,
    trails,
    web_subscriptions,
)
from ses_constructs.local.ministack.handlers import Made, Properties, replaced, table_entry
from ses_constructs.local.ses.service import Resources
from ses_constructs.local.world import Place


def install(ses: Resources) -> None:
    """Registers our handlers; ``AWS::SES::*`` of MiniStack goes."""
    table = provisioners._RESOURCE_HANDLERS
    for type_name in [name for name in table if name.startswith("AWS::SES::")]:
        del table[type_name]
    for type_name in ses.types:
        table[type_name] = table_entry(SesHandler(ses, type_name))
    table["AWS::Route53::RecordSetGroup"] = table_entry(record_sets.GroupHandler())
    table["AWS::Route53::RecordSet"] = table_entry(record_sets.RecordSetHandler())
    table["AWS::Route53::HostedZone"]["delete"] = hosted_zones.delete
    table["AWS::CloudFormation::Stack"]["delete"] = nested_stacks.delete
    table["AWS::IAM::AccessKey"] = table_entry(access_keys.AccessKeyHandler())
    table["AWS::CloudWatch::CompositeAlarm"] = table_entry(metric_alarms.CompositeAlarmHandler())
    table["AWS::CloudWatch::Alarm"] = table_entry(
        metric_alarms.MetricAlarmHandler(table["AWS::CloudWatch::Alarm"])
    )
    table["AWS::SecretsManager::Secret"] = table_entry(secrets.SecretHandler(table["AWS::SecretsManager::Secret"]))
    table["AWS::SecretsManager::RotationSchedule"] = table_entry(secrets.RotationScheduleHandler())
    table[secret_policies.RESOURCE_POLICY] = table_entry(secret_policies.ResourcePolicyHandler())
    table["AWS::SNS::Topic"].update(topic_signatures.with_signature(table["AWS::SNS::Topic"]))
    table[trails.TRAIL] = table_entry(trails.TrailHandler())
    for kind, handler in log_deliveries.HANDLERS.items():
        table[kind] = table_entry(handler)
    for rule in (security_groups.INGRESS, security_groups.EGRESS):
        table[rule] = table_entry(security_groups.RuleHandler(rule))
    for kind in ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"):
        table[kind].update(tables.completed(table[kind]))
    table[api_destinations.CONNECTION] = table_entry(api_destinations.ConnectionHandler())
    table[api_destinations.API_DESTINATION] = table_entry(api_destinations.ApiDestinationHandler())
    subscription = table["AWS::SNS::Subscription"]
    subscription.update(web_subscriptions.with_confirmation(subscription))
    table[named_queries.NAMED_QUERY] = table_entry(named_queries.NamedQueryHandler())
    stream = table["AWS::KinesisFirehose::DeliveryStream"]
    stream.update(parquet.with_conversion(stream))
    table["AWS::SSM::Document"] = table_entry(documents.DocumentHandler())
    table["AWS::S3::Bucket"].update(buckets.completed(table["AWS::S3::Bucket"]))
    table["AWS::Lambda::Function"].update(function_settings.with_settings(table["AWS::Lambda::Function"]))
    _run_on_threads(ses.types)


class SesHandler:
    """One ``AWS::SES::*`` type, kept by the emulated SES."""

    def __init__(self, ses: Resources, type_name: str) -> None:
        self._ses = ses
        self._type = type_name

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        return self._ses.create(_place(), self._type, logical_id, properties, stack_name)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if self._ses.replaces(self._type, old, new):
            made = replaced(self._type, physical_id, old, new, stack_name, logical_id)
            if made[0] == physical_id:
                # A receipt rule that moves to another set keeps its name, which is its whole physical id:
                # MiniStack would take the old one for the new one and keep both.
                self._ses.delete(_place(), self._type, physical_id, old)
            return made
        return self._ses.update(_place(), self._type, physical_id, old, new, stack_name, logical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:
        self._ses.delete(_place(), self._type, physical_id, properties)


def _run_on_threads(types: frozenset[str]) -> None:
    """Takes our types off the event loop: SES writes to buckets and asks functions, which the loop must serve."""
    blocking: Callable[[str], bool] = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda type_name: type_name in types or blocking(type_name)


def _place() -> Place:
    return Place(get_account_id(), get_region())
