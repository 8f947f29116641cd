"""``DeadLetterConfig`` and ``ReservedConcurrentExecutions`` of functions, which MiniStack's templates drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ministack.services import lambda_svc

from ses_constructs.local.ministack.handlers import Made, Properties


def with_settings(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., Made]]:
    """MiniStack's ``create`` and ``update``, followed by the settings."""
    create, update = handlers["create"], handlers["update"]

    def create_complete(logical_id: str, properties: Properties, stack_name: str) -> Made:
        made = create(logical_id, properties, stack_name)
        _apply(made[0], properties)
        return made

    def update_complete(
        physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str
    ) -> Made:
        made = update(physical_id, old, new, stack_name, logical_id)
        _apply(made[0], new)
        return made

    return {"create": create_complete, "update": update_complete}


def _apply(name: str, properties: Properties) -> None:
    configuration = lambda_svc._functions[name]["config"]
    dead_letters = properties.get("DeadLetterConfig")
    if dead_letters:
        configuration["DeadLetterConfig"] = dead_letters
    else:
        configuration.pop("DeadLetterConfig", None)
    reserved = properties.get("ReservedConcurrentExecutions")
    if reserved is not None:
        lambda_svc._put_function_concurrency(name, {"ReservedConcurrentExecutions": int(str(reserved))})
    else:
        lambda_svc._delete_function_concurrency(name)
