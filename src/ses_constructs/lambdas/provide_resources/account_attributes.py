"""The settings of an account that one call writes: how they are read from ``GetAccount``, and written.

A value is what a template can say: texts, and lists of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import clients
from lifecycle import RefusedError, listed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetAccountResponseTypeDef as Found

Value = Mapping[str, object]
YES, NO = "yes", "no"
_REASONS = ("BOUNCE", "COMPLAINT")
_CONFIDENCES = ("MEDIUM", "HIGH", "MANAGED")
_OFF = "OFF"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One setting.

    Args:
        read: Its value in force.
        write: Puts a value in force.
        refuse: Raises when a value must not be put in force by a template. Left out: never.
    """

    read: Callable[[Found], Value]
    write: Callable[[Value, Found], None]
    refuse: Callable[[Value, Found], None] = lambda _value, _found: None


def _read_suppression(found: Found) -> Value:
    attributes: Any = found.get("SuppressionAttributes", {})
    threshold = attributes.get("ValidationAttributes", {}).get("ConditionThreshold", {})
    confidence = ""
    if threshold.get("ConditionThresholdEnabled") == "DISABLED":
        confidence = _OFF
    elif threshold:
        confidence = threshold.get("OverallConfidenceThreshold", {}).get("ConfidenceVerdictThreshold", "")
    reasons = [reason for reason in _REASONS if reason in attributes.get("SuppressedReasons", [])]
    return {"Reasons": reasons, **({"Validation": confidence} if confidence else {})}


def _write_suppression(value: Value, found: Found) -> None:
    # What is left out of the request is not said to stay, so that it is said again.
    wanted = text(value, "Validation") or text(_read_suppression(found), "Validation")
    parameters: dict[str, Any] = {
        "SuppressedReasons": [reason for reason in _REASONS if reason in listed(value, "Reasons")]
    }
    if wanted:
        if not _knows_validation():
            raise RefusedError(
                "the runtime of the provider function does not know address validation yet. "
                "Fix: leave validation out, or deploy in a region with a newer runtime"
            )
        parameters["ValidationAttributes"] = {"ConditionThreshold": _threshold(wanted)}
    clients.sesv2().put_account_suppression_attributes(**parameters)


def _knows_validation() -> bool:
    """Validation is younger than the call it belongs to."""
    shape = clients.sesv2().meta.service_model.operation_model("PutAccountSuppressionAttributes").input_shape
    return shape is not None and "ValidationAttributes" in shape.members


def _threshold(confidence: str) -> dict[str, Any]:
    if confidence not in _CONFIDENCES:
        return {"ConditionThresholdEnabled": "DISABLED"}
    return {
        "ConditionThresholdEnabled": "ENABLED",
        "OverallConfidenceThreshold": {"ConfidenceVerdictThreshold": confidence},
    }


def _read_sending(found: Found) -> Value:
    return {"Enabled": YES if found.get("SendingEnabled") else NO}


def _write_sending(value: Value, _found: Found) -> None:
    clients.sesv2().put_account_sending_attributes(SendingEnabled=text(value, "Enabled") == YES)


def _refuse_to_resume(value: Value, found: Found) -> None:
    """A new owner does not undo the pause of a guard, of a person or of AWS."""
    if text(value, "Enabled") == YES and not found.get("SendingEnabled"):
        raise RefusedError(
            f"sending of the account is paused, not by this stack (AWS says {found.get('EnforcementStatus')}). "
            "Fix: find out who paused it and why, resume it by hand, then deploy again"
        )


def _read_warm_up(found: Found) -> Value:
    return {"Automatic": YES if found.get("DedicatedIpAutoWarmupEnabled") else NO}


def _write_warm_up(value: Value, _found: Found) -> None:
    automatic = text(value, "Automatic") == YES
    clients.sesv2().put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=automatic)


ATTRIBUTES: dict[str, Attribute] = {
    "sending": Attribute(_read_sending, _write_sending, _refuse_to_resume),
    "suppression": Attribute(_read_suppression, _write_suppression),
    "warm-up": Attribute(_read_warm_up, _write_warm_up),
}
"""By the name that templates use."""
