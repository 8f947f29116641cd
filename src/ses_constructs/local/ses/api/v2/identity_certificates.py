"""S/MIME certificates of identities."""

from __future__ import annotations

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page

KIND = "EmailIdentityCertificate"


@operation("sesv2", "AssociateEmailIdentityCertificate")
def associate(call: Call) -> None:
    """Ties a certificate to a From address of an identity."""
    name, sender = call.text("EmailIdentity"), call.text("FromAddress")
    identity = identities.require(call.state, name)
    if sender.rpartition("@")[2].lower() != identity.domain:
        raise bad_request(f"From address {sender} does not belong to {name}.")
    if _key(name, sender) in call.state.kept(KIND):
        raise already_exists(f"{sender} has a certificate already.")
    call.state.kept(KIND)[_key(name, sender)] = {
        "EmailIdentity": name,
        "FromAddress": sender,
        "CertificateArn": call.text("CertificateArn"),
        "Status": "ACTIVE",
    }


@operation("sesv2", "DisassociateEmailIdentityCertificate")
def disassociate(call: Call) -> None:
    """Unties a certificate."""
    key = _key(call.text("EmailIdentity"), call.text("FromAddress"))
    if key not in call.state.kept(KIND):
        raise not_found(f"{call.text('FromAddress')} has no certificate.")
    del call.state.kept(KIND)[key]


@operation("sesv2", "ListEmailIdentityCertificates")
def list_certificates(call: Call) -> Document:
    """Certificates of an identity."""
    name = call.text("EmailIdentity")
    identities.require(call.state, name)
    items = [found for found in call.state.kept(KIND).values() if found["EmailIdentity"] == name]
    return page(items, call.parameters, "Certificates")


def _key(name: str, sender: str) -> str:
    return f"{name}|{sender}"
