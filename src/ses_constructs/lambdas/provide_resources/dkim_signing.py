"""How an identity signs, where CloudFormation cannot say it: with a key of its own, or with another region's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import clients
import dkim_keys
import dkim_records
from botocore.exceptions import ClientError
from lifecycle import RefusedError, listed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import DkimSigningAttributesTypeDef

_OWN_KEY: Literal["EXTERNAL"] = "EXTERNAL"
_BAD_REQUEST = "BadRequestException"


def apply(
    identity: str, origin: str, wanted: Mapping[str, object], before: Mapping[str, object]
) -> dict[str, str]:
    """Makes the identity sign as wanted; changes nothing when it does already, or when nothing is wanted.

    Args:
        identity: Name of the identity.
        origin: Of its present signing attributes.
        wanted: Property ``Dkim``.
        before: The same of the last deployment.

    Returns:
        With a key of its own ``DkimRecord0`` and so on: the TXT values of the selector and of those published
        besides it.
    """
    region = text(wanted, "Region")
    if region:
        _replicate(identity, region, origin)
        return {}
    selector = text(wanted, "Selector")
    if not selector:
        return {}
    keys = _keys(wanted, selector)
    values = [dkim_records.value(key, each) for each, key in keys.items()]
    # Before SES is told of the key: it then finds the record at its first look.
    dkim_records.publish(wanted, values, before)
    same = all(text(wanted, name) == text(before, name) for name in ("Selector", "SecretArn"))
    # Not again without need: after each change SES looks for the record anew, and does not sign meanwhile.
    if not same or origin != _OWN_KEY:
        _sign_with(identity, selector, keys[selector])
    return _attributes(values)


def attributes(wanted: Mapping[str, object]) -> dict[str, str]:
    """What :func:`apply` returns, with nothing changed."""
    selector = text(wanted, "Selector")
    keys = _keys(wanted, selector) if selector else {}
    return _attributes([dkim_records.value(key, each) for each, key in keys.items()])


def _keys(wanted: Mapping[str, object], selector: str) -> dict[str, str]:
    selectors = [selector, *listed(wanted, "AlsoPublished")]
    return dkim_keys.read(text(wanted, "SecretArn"), selectors, generate_with=text(wanted, "KmsKeyArn"))


def _attributes(values: list[str]) -> dict[str, str]:
    return {f"DkimRecord{number}": value for number, value in enumerate(values)}


def _sign_with(identity: str, selector: str, private_key: str) -> None:
    attributes: DkimSigningAttributesTypeDef = {
        "DomainSigningSelector": selector,
        "DomainSigningPrivateKey": private_key,
    }
    try:
        clients.sesv2().put_email_identity_dkim_signing_attributes(
            EmailIdentity=identity, SigningAttributesOrigin=_OWN_KEY, SigningAttributes=attributes
        )
    except ClientError as error:
        # What SES says of the key is not passed on: it might quote it.
        if error.response.get("Error", {}).get("Code") != _BAD_REQUEST and private_key not in str(error):
            raise
        raise RefusedError(
            f"SES does not take the private key of selector {selector!r}. "
            "Fix: check in the secret that it is the whole key, and in the app that the selector is right"
        ) from None


def _replicate(identity: str, region: str, origin: str) -> None:
    """Signs with the keys of the identity of the same name in another region."""
    # The type lists the regions that this release of botocore knows, and SES decides.
    wanted: Any = "AWS_SES_" + region.upper().replace("-", "_")
    if wanted == origin:
        return
    try:
        clients.sesv2().put_email_identity_dkim_signing_attributes(
            EmailIdentity=identity, SigningAttributesOrigin=wanted
        )
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != _BAD_REQUEST:
            raise
        said = error.response.get("Error", {}).get("Message", "")
        raise RefusedError(
            f"{identity} cannot sign with the keys of {region}: {said}. "
            f"Fix: deploy the identity in {region} first, with Easy DKIM, and wait until it is verified"
        ) from None
