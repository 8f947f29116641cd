"""Create, Get, Update, Delete and List of every kind of resource, registered from the service's model."""

from __future__ import annotations

from ses_constructs.local.ses import mail_manager
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.models import operation_names, service_model
from ses_constructs.local.ses.operations import Call, Handler, operation
from ses_constructs.local.ses.pages import page

_SERVICE = "mailmanager"


def _create(noun: str) -> Handler:
    return lambda call: mail_manager.create(call.state, noun, call.parameters)


def _get(noun: str) -> Handler:
    return lambda call: mail_manager.shown(
        mail_manager.require(call.state, noun, call.text(f"{noun}Id")), call.parameters
    )


def _update(noun: str) -> Handler:
    def update(call: Call) -> None:
        changes = {name: value for name, value in call.parameters.items() if name != f"{noun}Id"}
        mail_manager.update(call.state, noun, call.text(f"{noun}Id"), changes)

    return update


def _delete(noun: str) -> Handler:
    declared = {shape.name for shape in service_model(_SERVICE).operation_model(f"Delete{noun}").error_shapes}

    def delete(call: Call) -> None:
        try:
            mail_manager.delete(call.state, noun, call.text(f"{noun}Id"))
        except RefusedError as error:
            # Deleting what is not there is an error only where the model declares one.
            if error.code != "NotFoundException" or "ResourceNotFoundException" in declared:
                raise

    return delete


def _list(noun: str) -> Handler:
    member = mail_manager.list_operation(noun).removeprefix("List")

    def list_all(call: Call) -> Document:
        return page(list(call.state.kept(noun).values()), call.parameters, member)

    return list_all


def _register(noun: str) -> None:
    handlers = {
        f"Create{noun}": _create(noun),
        f"Get{noun}": _get(noun),
        f"Update{noun}": _update(noun),
        f"Delete{noun}": _delete(noun),
        mail_manager.list_operation(noun): _list(noun),
    }
    for name in handlers.keys() & operation_names(_SERVICE):
        operation(_SERVICE, name)(handlers[name])


for _noun in mail_manager.nouns():
    _register(_noun)
