"""Whether the caller of SES may do what it asks, by the signature of its request and MiniStack's policies."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator, router
from ministack.services import iam, sts

from ses_constructs.local.ses.authorization import Asked, Judge
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.messages import Request
from ses_constructs.local.world import Place

SERVICE = "ses"


def is_on() -> bool:
    """Whether callers are judged at all; said by the environment before MiniStack is loaded."""
    return bool(app.AUTH)


def encrypted(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of a request that came by TLS, as it does to AWS: policies that ask for it would refuse all."""
    return [*headers, (b"x-forwarded-proto", b"https")] if is_on() else headers


def judge_of(request: Request) -> Judge | None:
    """What judges the caller of a request, in the account that is current; ``None`` when nobody is judged."""
    if not is_on():
        return None
    headers = dict(request.headers)
    key = router.extract_access_key_id(headers)
    region = router.extract_region(headers)

    def judge(asked: Asked) -> None:
        iam_evaluator.pin_request_origin("127.0.0.1", True)
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        query = parse_qs(request.query, keep_blank_values=True)
        iam_evaluator.pin_signed_request(request.method, request.path, query, raw)
        iam_evaluator.pin_signed_body(request.body)
        for resource in asked.resources:
            answer = iam_evaluator.enforce(key, asked.action, SERVICE, region, resource, dict(asked.keys))
            if answer is not None:
                raise _refusal(answer, asked.action, resource)

    return judge


def role_session(place: Place, role_arn: str) -> dict[str, str]:
    """Temporary credentials of a role, whoever it trusts.

    Raises:
        KeyError: when there is no such role.
    """
    name = role_arn.rpartition("/")[2]
    if iam._roles.get_scoped(place.account, None, name) is None:
        raise KeyError(f"no role {role_arn} in {place.account}")
    key, secret, token = f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(32)
    sts.register_session(
        key,
        {
            "Arn": f"arn:{place.partition}:sts::{place.account}:assumed-role/{name}/test",
            "UserId": f"{name}:test",
            "SecretAccessKey": secret,
            "SessionToken": token,
        },
    )
    return {"key": key, "secret": secret, "token": token}


def _refusal(answer: object, action: str, resource: str) -> RefusedError:
    if isinstance(answer, iam_evaluator.AuthError):
        return RefusedError(answer.code, answer.message, v1=answer.code, status=403)
    assert isinstance(answer, iam_evaluator.EvalResult)
    explicit = answer.decision == "Deny"
    why = (
        "with an explicit deny in an identity-based policy"
        if explicit
        else f"because no identity-based policy allows the {action} action"
    )
    text = f"User: {answer.principal_arn} is not authorized to perform: {action} on resource: {resource} {why}"
    return RefusedError("AccessDeniedException", text, v1="AccessDenied", status=403)
