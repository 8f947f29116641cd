"""The private parts of MiniStack that this package uses or replaces, with their parameters.

A release that renames one, or changes its parameters, must fail here and not in a test that passes by accident.
"""

from __future__ import annotations

import importlib
import inspect

from ses_constructs.errors import SesConstructsError

REPLACED: dict[str, str] = {
    "services.apigateway_v1:_invoke_mock_v1": "integration",
    "services.cloudcontrol:_get_resource": "data",
    "core.iam_actions:extract_resource_arn": "service method path headers body query_params region account_id",
    "core.iam_actions:request_tag_context": "service iam_action body params",
    "services.cloudwatch:_evaluate_alarm": "alarm",
    "services.cloudwatch:_dispatch_alarm_actions": "alarm old_state new_state reason",
    "services.cloudwatch:_put_metric_alarm": "params cbor_data is_cbor is_json",
    "services.firehose:_convert_to_parquet": "conversion data",
    "services.firehose:_deliver_to_s3": "stream dest record_data lambda_keys",
    "services.firehose:_put_s3_object": "bucket key body",
    "services.lambda_svc:_execute_function_dispatch": "func config event request_id started",
    "services.lambda_svc:_emit_lambda_metrics": "function_name duration_ms error throttle",
    "services.lambda_svc:_route_async_failure": "target_arn func_name event result",
    "services.sns:_build_envelope": "topic_arn msg_id message subject message_attributes raw",
    "services.sns:_deliver_to_http": "endpoint payload",
    "services.sns:_deliver_to_lambda": "endpoint envelope topic_arn sub_arn msg_id raw_message message_attributes",
    "services.sns:_fanout": (
        "topic_arn msg_id message subject message_structure message_attributes message_group_id message_dedup_id"
    ),
    "services.sns:_http_post_sync": "endpoint payload sns_message_type",
    "services.sns:topic_policy_allows": "topic_arn service source_arn source_account",
    "services.sqs:queue_policy_allows": "queue_arn service source_arn source_account",
    "services.ec2:_vpce_fields_xml": "ep tag",
    "services.eventbridge:_invoke_target": "target event rule view",
    "services.eventbridge:_build_api_destination_request": "dest conn target_http_params payload",
    "services.eventbridge:_deliver_to_api_destination": "name request conn token_key",
    "services.eventbridge:_dispatch_to_api_destination": "spec payload target",
    "services.eventbridge:_dispatch_to_lambda": "arn payload",
    "services.eventbridge:_dispatch_to_sqs": "spec payload sqs_parameters",
    "services.eventbridge:_dispatch_to_sns": "arn payload",
    "services.eventbridge:_http_open": "req timeout",
    "services.iam:_create_access_key": "p",
    "services.secretsmanager:_rotate_secret": "data",
    "services.ssm:handle_request": "method path headers body query_params",
    "services.ssm:reset": "",
    "services.cloudformation.changesets:_create_stack_task_in_region": "coro stack stack_id",
    "services.cloudformation.handlers:_create_stack_task_in_region": "coro stack stack_id",
    "services.cloudformation.provisioners:_normalize_container_defs": "cdefs",
    "services.cloudformation.stacks:_create_stack_task_in_region": "coro stack stack_id",
    "services.cloudformation.stacks:_runs_on_worker_thread": "resource_type",
}
"""Functions we put ours in the place of; MiniStack calls them by these names with these parameters."""

CALLED: dict[str, str] = {
    "app:app": "scope receive send",
    "services.apigateway_v1:_render_request_template_v1": "template body_str params_map context",
    "core.lambda_runtime:Worker._drain_stderr_bounded": "self first_line_wait idle_confirm hard_cap",
    "core.responses:request_scope": "account_id region",
    "core.responses:set_request_account_id": "access_key_id",
    "core.router:extract_access_key_id": "headers query_params",
    "core.router:extract_region": "headers query_params",
    "core.iam_evaluator:evaluate": "ctx policies limits",
    "core.iam_evaluator:evaluate_resource_policy": "doc ctx service named_only direct_only",
    "core.iam_actions:extract_iam_action": "service method path headers body query_params",
    "core.iam_evaluator:enforce": "access_key_id iam_action service region resource_arn service_context",
    "core.iam_evaluator:find_iam_access_key_account": "access_key_id",
    "core.iam_evaluator:pin_request_origin": "source_ip secure_transport",
    "core.iam_evaluator:pin_signed_request": "method raw_path query_params raw_headers handshake",
    "core.iam_evaluator:pin_signed_body": "body",
    "core.iam_evaluator:_gather_user_policies": "user_name account_id",
    "core.iam_evaluator:_gather_role_policies": "role_name account_id",
    "services.cloudformation.engine:_parse_template": "template_body",
    "services.cloudformation.handlers:_resolve_stack": "stack_name",
    "services.cloudformation.helpers:_error": "code message status",
    "services.cloudformation.helpers:_p": "params key default",
    "services.cloudformation.helpers:_resolve_template": "params",
    "services.cloudformation.stacks:_delete_stack_async": "stack_name stack_id retain_resources force",
    "services.cloudformation.provisioners:_nested_stack_lookup_name": "physical_id_or_arn",
    "services.cloudformation.provisioners:_physical_name": "stack_name logical_id lowercase max_len seeded",
    "services.cloudformation.provisioners:_replace_resource": (
        "resource_type physical_id old_props new_props stack_name logical_id"
    ),
    "services.cloudformation.provisioners:_delete_predecessor": "delete_fn args kwargs",
    "services.cloudformation.provisioners:_cw_metric_alarm_record": "name props",
    "services.cloudformation.provisioners:_ec2_sg_permissions": "rules",
    "services.cloudformation.provisioners:_pascal_to_camel": "obj",
    "services.cloudformation.provisioners:_r53_record_set_build_rs": "props",
    "services.cloudformation.provisioners:_r53_resolve_hosted_zone_id": "props",
    "services.athena:_create_named_query": "data",
    "services.athena:_delete_named_query": "data",
    "services.cloudtrail:_create_trail": "body",
    "services.cloudtrail:_update_trail": "body",
    "services.cloudtrail:_delete_trail": "body",
    "services.cloudtrail:_put_event_selectors": "body",
    "services.cloudtrail:_start_logging": "body",
    "services.cloudtrail:_stop_logging": "body",
    "services.cloudtrail:_visible_trail_items": "include_shadow_trails",
    "services.cloudwatch:record_metric": "namespace metric_name value unit dimensions",
    "services.cloudwatch:_store_datum": "namespace name dims ts unit value values counts stat_values",
    "services.cloudwatch:_record_history": "alarm_name old_state new_state reason alarm_type reason_data",
    "services.cloudwatch:_evaluate_parent_alarms": "child seen",
    "services.cloudwatch:_put_composite_alarm": "params cbor_data is_cbor is_json",
    "services.cloudwatch:_delete_alarms": "params cbor_data is_cbor is_json",
    "services.cloudwatch:cloudformation_put_metric_alarm": "alarm",
    "services.cloudwatch:cloudformation_set_metric_alarm_tags": "name tags",
    "services.cloudwatch:_dims_key": "dims",
    "services.cloudwatch:_point_stats": "pt",
    "services.cloudwatch:_history_entries": "",
    "services.cloudwatch:_ts_iso": "epoch",
    "services.cloudwatch:_error": "code message status use_json use_cbor",
    "services.cloudwatch_logs:_create_delivery": "data",
    "services.cloudwatch_logs:_create_log_stream": "data",
    "services.cloudwatch_logs:_delete_delivery": "data",
    "services.cloudwatch_logs:_delete_delivery_destination": "data",
    "services.cloudwatch_logs:_delete_delivery_source": "data",
    "services.cloudwatch_logs:_put_delivery_destination": "data",
    "services.cloudwatch_logs:_put_delivery_source": "data",
    "services.cloudwatch_logs:_put_log_events": "data",
    "services.ec2:_sg_rule_id": "sg_id is_egress rule",
    "services.dynamodb:_update_continuous_backups": "data",
    "services.dynamodb:_update_ttl": "data",
    "services.eventbridge:_api_destination_send_sync": "request auth_headers",
    "services.eventbridge:_connection_auth_headers": "conn token_key force_refresh",
    "services.eventbridge:_create_api_destination": "data",
    "services.eventbridge:_create_connection": "data",
    "services.eventbridge:_delete_api_destination": "data",
    "services.eventbridge:_delete_connection": "data",
    "services.eventbridge:_put_events": "data allow_aws_source",
    "services.firehose:_conversion_error": "kind",
    "services.firehose:_json_documents": "data",
    "services.firehose:_put_record": "data",
    "services.eventbridge:_update_api_destination": "data",
    "services.eventbridge:_update_connection": "data",
    "services.iam:_error": "status code message ns",
    "services.iam:_update_access_key": "p",
    "services.iam:_delete_access_key": "p",
    "services.kms:_alias_arn": "alias_name",
    "services.kms:_create_key": "data",
    "services.kms:_generate_data_key_common": "data action",
    "services.kms:_resolve_key": "key_id_or_arn",
    "services.lambda_svc:_put_function_concurrency": "func_name data",
    "services.lambda_svc:_delete_function_concurrency": "func_name",
    "services.lambda_svc:invoke_async_with_retry": "func event",
    "services.lambda_svc:_execute_function_with_config_scope": "func event",
    "services.lambda_svc:_execution_record_for_config": "func config",
    "services.lambda_svc:_get_func_record_for_ref": "function_ref",
    "services.lambda_svc:_get_base_func_record_for_ref": "function_ref",
    "services.route53:_default_records": "zone_name",
    "services.route53:_delete_hosted_zone": "zone_id",
    "services.route53:_normalise_name": "name",
    "services.route53:_rs_key": "rs",
    "services.s3:_bucket_owner_account": "name",
    "services.s3:handle_request": (
        "method path headers body query_params signed_path enforce_bucket_region internal"
        " access_point_region access_point"
    ),
    "services.secretsmanager:_find_stage_version": "secret stage",
    "services.secretsmanager:_resolve": "secret_id use_arn_scope",
    "services.sts:register_session": "access_key session",
    "services.sns:publish_internal": (
        "topic_arn message subject message_structure message_attributes message_group_id message_deduplication_id"
    ),
    "services.sns:_find_subscription": "topic_arn sub_arn",
    "services.sns:_send_subscription_confirmation": "topic_arn sub",
    "services.sns:_topic_by_arn_any_scope": "topic_arn",
    "services.sns:_is_fifo_topic": "topic",
    "services.sqs:_queue_by_arn": "arn",
    "services.sqs:_act_send_message": "data qurl",
}
"""Functions we call."""

STORES: frozenset[str] = frozenset(
    {
        "app:AUTH",
        "services.athena:_workgroups",
        "services.cloudformation:_change_sets",
        "services.cloudformation:_stacks",
        "services.cloudformation.handlers:_ACTION_HANDLERS",
        "services.cloudformation.provisioners:_RESOURCE_HANDLERS",
        "services.cloudwatch:_alarms",
        "services.cloudwatch:_composite_alarms",
        "services.cloudwatch:_metrics",
        "services.cloudwatch_logs:_deliveries",
        "services.cloudwatch_logs:_delivery_destinations",
        "services.cloudwatch_logs:_delivery_sources",
        "services.cloudwatch_logs:_log_groups",
        "services.cloudwatch_logs:_metric_filters",
        "services.cloudwatch_logs:_resource_policies",
        "services.ec2:_security_groups",
        "services.dynamodb:_tables",
        "services.dynamodb:_ttl_settings",
        "services.firehose:_streams",
        "services.glue:_tables",
        "services.iam:_IAM_HANDLERS",
        "services.iam:_access_keys",
        "services.iam:_roles",
        "services.lambda_svc:_functions",
        "services.route53:_lock",
        "services.route53:_records",
        "services.route53:_zones",
        "services.s3:_bucket_policies",
        "services.s3:_buckets",
        "services.s3:_object_versions",
        "services.s3:_bucket_tags",
        "services.kms:_aliases",
        "services.kms:_keys",
        "services.secretsmanager:_resource_policies",
        "services.sns:_topics",
        "services.sqs:_queue_name_to_url",
        "services.sts:_sessions",
        "services.sqs:_queues",
    }
)
"""State we read, and sometimes write."""


class ContractBrokenError(SesConstructsError):
    """MiniStack is not the one this package was written against, whatever its version says."""


def check() -> None:
    """Compares every part with the installed MiniStack, before anything is replaced.

    Raises:
        ContractBrokenError: listing all that moved.
    """
    moved = [problem for where, wanted in {**REPLACED, **CALLED}.items() for problem in _signature(where, wanted)]
    moved += [f"{where} is gone" for where in sorted(STORES) if _find(where) is None]
    if moved:
        raise ContractBrokenError(
            "MiniStack's private parts are not what they were:\n    " + "\n    ".join(moved),
            fix="adapt ses_constructs/local/ministack to this release",
        )


def _signature(where: str, wanted: str) -> list[str]:
    function = _find(where)
    if not callable(function):
        return [f"{where} is gone"]
    found = " ".join(inspect.signature(function).parameters)
    return [] if found == wanted else [f"{where} takes ({found}) instead of ({wanted})"]


def _find(where: str) -> object:
    module, _, name = where.partition(":")
    found: object = importlib.import_module(f"ministack.{module}")
    for part in name.split("."):
        found = getattr(found, part, None)
    return found
