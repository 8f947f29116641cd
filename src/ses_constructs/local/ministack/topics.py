"""SNS topics: who may publish to them, and publishing."""

from __future__ import annotations

from ministack.core.responses import request_scope
from ministack.services import kms, sns

from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.world import TargetRefusedError

_KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


def check_topic(caller: ServiceCaller, topic_arn: str, *, role_arn: str = "") -> None:
    """Raises :class:`TargetRefusedError` when the service (or a role that may publish) could not publish there."""
    with request_scope(caller.place.account, caller.place.region):
        topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic is None:
        raise TargetRefusedError(f"SNS topic {topic_arn} does not exist")
    if sns._is_fifo_topic(topic):
        raise TargetRefusedError(
            f"SNS topic {topic_arn} is a FIFO topic, which {caller.principal} cannot publish to"
        )
    if not role_arn:
        _check_policy(caller, topic)
    key = topic["attributes"].get("KmsMasterKeyId")
    if key:
        _check_key(caller, topic_arn, key, role_arn)


def publish(caller: ServiceCaller, topic_arn: str, message: str, *, subject: str = "", role_arn: str = "") -> None:
    """Publishes as the service, or through a role of the topic's account that may publish.

    Raises:
        TargetRefusedError: when a policy refuses, or SNS does.
    """
    check_topic(caller, topic_arn, role_arn=role_arn)
    with request_scope(caller.place.account, caller.place.region):
        try:
            sns.publish_internal(topic_arn, message, subject)
        except sns.SnsPublishError as error:
            raise TargetRefusedError(f"SNS topic {topic_arn}: {error}") from None


def _check_policy(caller: ServiceCaller, topic: dict[str, dict[str, str]]) -> None:
    arn = str(topic["arn"])
    policy = topic["attributes"].get("Policy")
    if not policy and _owner(arn) == caller.place.account:
        return  # Taking a policy away brings the default one back, which lets the account's own resources in.
    if not caller.allowed_by(policy, action="sns:Publish", resource=arn):
        raise TargetRefusedError(f"the policy of SNS topic {arn} does not let {caller.principal} publish")


def _check_key(caller: ServiceCaller, topic_arn: str, key_id: str, role_arn: str) -> None:
    with request_scope(_owner(topic_arn), caller.place.region):
        key = kms._resolve_key(key_id)
    if key is None:
        # alias/aws/sns is always there, but its policy cannot be made to name a service.
        raise TargetRefusedError(f"SNS topic {topic_arn} is encrypted with {key_id}, which no service may use")
    role = role_arn.rpartition("/")[2]
    for action in _KEY_ACTIONS:
        if role and not role_may(role, caller.place, action=action, resource=key["Arn"]):
            raise TargetRefusedError(f"SNS topic {topic_arn} is encrypted, and role {role_arn} may not {action}")
        if role:
            continue
        if not caller.allowed_by(key.get("Policy"), action=action, resource=key["Arn"]):
            raise TargetRefusedError(
                f"SNS topic {topic_arn} is encrypted; its key's policy does not let {caller.principal} {action}"
            )


def _owner(arn: str) -> str:
    return arn.split(":")[4]
