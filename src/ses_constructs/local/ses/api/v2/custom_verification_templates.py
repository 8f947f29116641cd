"""Custom verification e-mail templates."""

from __future__ import annotations

from ses_constructs.local.ses import verification
from ses_constructs.local.ses.documents import Document, tag_list, tags_of
from ses_constructs.local.ses.failures import already_exists, bad_request, limit_exceeded, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page

KIND = "CustomVerificationEmailTemplate"
_MOST = 50
_MEMBERS = (
    "TemplateName",
    "FromEmailAddress",
    "TemplateSubject",
    "TemplateContent",
    "SuccessRedirectionURL",
    "FailureRedirectionURL",
)


@operation("sesv2", "CreateCustomVerificationEmailTemplate")
def create_template(call: Call) -> None:
    """Creates a template; its sender must be verified."""
    name, kept = call.text("TemplateName"), call.state.kept(KIND)
    if name in kept:
        raise already_exists(f"Custom verification email template {name} already exists.")
    if len(kept) >= _MOST:
        raise limit_exceeded(f"An account has at most {_MOST} custom verification email templates.")
    _check_sender(call)
    kept[name] = {member: call.parameters[member] for member in _MEMBERS}
    call.state.tags[_arn(call, name)] = tags_of(call.parameters)


@operation("sesv2", "UpdateCustomVerificationEmailTemplate")
def update_template(call: Call) -> None:
    """Replaces a template."""
    _require(call)
    _check_sender(call)
    call.state.kept(KIND)[call.text("TemplateName")] = {member: call.parameters[member] for member in _MEMBERS}


@operation("sesv2", "GetCustomVerificationEmailTemplate")
def get_template(call: Call) -> Document:
    """A template."""
    return _require(call) | {"Tags": tag_list(call.state.tags[_arn(call, call.text("TemplateName"))])}


@operation("sesv2", "ListCustomVerificationEmailTemplates")
def list_templates(call: Call) -> Document:
    """Every template."""
    return page(list(call.state.kept(KIND).values()), call.parameters, "CustomVerificationEmailTemplates")


@operation("sesv2", "DeleteCustomVerificationEmailTemplate")
def delete_template(call: Call) -> None:
    """Deletes a template."""
    name = _require(call)["TemplateName"]
    del call.state.kept(KIND)[name]
    call.state.tags.pop(_arn(call, name), None)


def _check_sender(call: Call) -> None:
    sender = call.text("FromEmailAddress")
    if not verification.is_verified_now(call.state, sender):
        raise bad_request(f"From email address {sender} is not verified.")


def _require(call: Call) -> Document:
    name = call.text("TemplateName")
    if name not in call.state.kept(KIND):
        raise not_found(f"Custom verification email template {name} does not exist.")
    return call.state.kept(KIND)[name]


def _arn(call: Call, name: str) -> str:
    return call.state.arn(f"custom-verification-email-template/{name}")
