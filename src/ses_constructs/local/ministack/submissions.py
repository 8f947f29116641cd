"""Who may log in to the SMTP interface and send: by the access keys and policies that MiniStack keeps."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from ministack.core import iam_evaluator
from ministack.core.responses import request_scope
from ministack.services import iam

from ses_constructs.facts import regions
from ses_constructs.facts.smtp import smtp_password
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.smtp.submission import Sender, SubmissionRefusedError
from ses_constructs.local.world import Place

_ACTION = "ses:SendRawEmail"
_REGIONS = sorted(regions.RECEIVING | regions.SENDING_ONLY | regions.WITHOUT_SES)
_THROTTLED = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"})


class Submissions:
    """Fulfils ``ses_constructs.local.smtp.submission.Door``."""

    def __init__(self, ses: Ses) -> None:
        self._ses = ses

    def log_in(self, username: str, password: str) -> Sender | None:
        """The password says the region: real hosts are one for each region, and this is one for all."""
        for (account, key_id), key in list(iam._access_keys._data.items()):
            if key_id != username or key["Status"] != "Active":
                continue
            for region in _REGIONS:
                if hmac.compare_digest(smtp_password(key["SecretAccessKey"], region), password):
                    return Sender(Place(account, region), key["UserName"], key_id)
        return None

    def submit(self, sender: Sender, *, source: str, recipients: list[str], message: bytes, source_ip: str) -> str:
        """Hands the message to SES as the IAM user."""

        def allow(resources: Sequence[str], keys: Mapping[str, str | list[str]]) -> None:
            for resource in resources:
                _check(sender, resource, keys)

        try:
            return self._ses.submit(
                sender.place,
                source=source,
                recipients=recipients,
                message=message,
                source_ip=source_ip,
                caller=sender.user,
                allow=allow,
            )
        except RefusedError as refused:
            raise SubmissionRefusedError(_reply(refused)) from None


def _check(sender: Sender, resource: str, keys: Mapping[str, str | list[str]]) -> None:
    place = sender.place
    arn = f"arn:{place.partition}:iam::{place.account}:user/{sender.user}"
    context = iam_evaluator.EvalContext(
        principal_arn=arn,
        principal_type="User",
        principal_account=place.account,
        action=_ACTION,
        resource_arn=resource,
        region=place.region,
        secure_transport=True,
        service_context={name.lower(): value for name, value in keys.items()} | {"ses:apiversion": "2"},
    )
    with request_scope(place.account, place.region):
        policies = iam_evaluator._gather_user_policies(sender.user, place.account)
    if iam_evaluator.evaluate(context, policies).decision != "Allow":
        raise SubmissionRefusedError(
            f"554 Access denied: User `{arn}' is not authorized to perform `{_ACTION}' on resource `{resource}'"
        )


def _reply(refused: RefusedError) -> str:
    """What SES answers in SMTP's words; one line."""
    text = " ".join(str(refused).split())
    if refused.code in _THROTTLED:
        return f"454 Throttling failure: {text}"
    return f"554 Message rejected: {text}"
