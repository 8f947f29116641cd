"""Account settings."""

from __future__ import annotations

from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pace import sent_last_day


@operation("sesv2", "GetAccount")
def get_account(call: Call) -> Document:
    """Everything about the account in this region."""
    account = call.state.account
    return without_none(
        {
            "DedicatedIpAutoWarmupEnabled": account.auto_warmup,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": account.production_access,
            "SendQuota": {
                "Max24HourSend": account.max_24_hour_send,
                "MaxSendRate": account.max_send_rate,
                "SentLast24Hours": sent_last_day(call.state),
            },
            "SendingEnabled": account.sending_enabled,
            "SuppressionAttributes": without_none(
                {"SuppressedReasons": account.suppressed_reasons, "ValidationAttributes": account.validation}
            ),
            "Details": account.details,
            "VdmAttributes": account.vdm,
        }
    )


@operation("sesv2", "PutAccountSendingAttributes")
def put_sending_attributes(call: Call) -> None:
    """Pauses or resumes sending; left out pauses, as the API's boolean does."""
    call.state.account.sending_enabled = call.parameters.get("SendingEnabled", False)


@operation("sesv2", "PutAccountSuppressionAttributes")
def put_suppression_attributes(call: Call) -> None:
    """Sets the reasons for suppression; none switches it off."""
    call.state.account.suppressed_reasons = list(call.parameters.get("SuppressedReasons", []))
    call.state.account.validation = call.parameters.get("ValidationAttributes")


@operation("sesv2", "PutAccountVdmAttributes")
def put_vdm_attributes(call: Call) -> None:
    """Sets up the Virtual Deliverability Manager."""
    call.state.account.vdm = call.parameters["VdmAttributes"]


@operation("sesv2", "PutAccountDedicatedIpWarmupAttributes")
def put_warmup_attributes(call: Call) -> None:
    """Switches automatic warm-up of dedicated IP addresses on or off."""
    call.state.account.auto_warmup = call.parameters.get("AutoWarmupEnabled", False)


@operation("sesv2", "PutAccountDetails")
def put_details(call: Call) -> None:
    """Asks for production access; here the answer comes at once, and ``False`` goes back into the sandbox."""
    asked = dict(call.parameters)
    call.state.account.production_access = asked.pop("ProductionAccessEnabled", False)
    status = "GRANTED" if call.state.account.production_access else "DENIED"
    call.state.account.details = asked | {"ReviewDetails": {"Status": status}}
