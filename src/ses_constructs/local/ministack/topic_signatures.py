"""How a topic signs: ``SignatureVersion``, which MiniStack's templates drop and its messages ignore.

The signature itself stays what MiniStack writes, which no receiver would believe.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from ministack.services import sns

from ses_constructs.local.ministack.handlers import Made, Properties

_NAME = "SignatureVersion"
_DEFAULT = "1"


def install() -> None:
    """Has each message say the version of its topic."""
    build = sns._build_envelope

    def build_signed(
        topic_arn: str, msg_id: str, message: str, subject: str, message_attributes: object, raw: bool
    ) -> str:
        made = str(build(topic_arn, msg_id, message, subject, message_attributes, raw))
        if raw:
            return made
        topic = sns._topic_by_arn_any_scope(topic_arn)
        version = _DEFAULT if topic is None else topic["attributes"].get(_NAME, _DEFAULT)
        return json.dumps({**json.loads(made), _NAME: version})

    sns._build_envelope = build_signed


def with_signature(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., Made]]:
    """MiniStack's ``create`` and ``update`` of topics, followed by the version."""
    create, update = handlers["create"], handlers["update"]

    def create_signed(logical_id: str, properties: Properties, stack_name: str) -> Made:
        made = create(logical_id, properties, stack_name)
        _keep(made[0], properties)
        return made

    def update_signed(
        physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str | None = None
    ) -> Made:
        made = update(physical_id, old, new, stack_name, logical_id)
        _keep(made[0], new)
        return made

    return {"create": create_signed, "update": update_signed}


def _keep(arn: str, properties: Properties) -> None:
    sns._topics[arn]["attributes"][_NAME] = str(properties.get(_NAME, _DEFAULT))
