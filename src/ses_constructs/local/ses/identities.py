"""Identities: creating, finding, and the settings both API versions and CloudFormation change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.utils import parseaddr

from ses_constructs.local.ses import dkim_hosts
from ses_constructs.local.ses.dkim_keys import public_key
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.identity import EASY_DKIM, OWN_KEY, Identity, MailFrom
from ses_constructs.local.ses.progress import Progress
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import Place


def create(state: PlaceState, name: str) -> Identity:
    """Creates an identity; the name is kept as given, and compared by the lower case of its domain."""
    if find(state, name) is not None:
        raise already_exists(f"Email identity {name} already exist.")
    if not _is_name(name):
        raise bad_request(f"Invalid email identity {name}: neither a domain nor an address.")
    identity = Identity(name, Progress(state.now()))
    state.identities[_key(name)] = identity
    return identity


def find(state: PlaceState, name: str) -> Identity | None:
    """The identity of exactly this name, or ``None``."""
    return state.identities.get(_key(name))


def require(state: PlaceState, name: str) -> Identity:
    """The identity of exactly this name; SES v2 answers NotFound when there is none."""
    identity = find(state, name)
    if identity is None:
        raise not_found(
            f"Email identity {name} does not exist.",
        )
    return identity


def delete(state: PlaceState, name: str) -> None:
    """Deletes an identity, if there."""
    state.identities.pop(_key(name), None)
    state.tags.pop(arn(state, name), None)


def arn(state: PlaceState, name: str) -> str:
    """The ARN of an identity."""
    return state.arn(f"identity/{name}")


def covering(state: PlaceState, address: str) -> Iterator[Identity]:
    """Identities that speak for an address: itself, its domain, the parents of that; the nearest first."""
    bare = parseaddr(address)[1] or address
    labels = bare.rpartition("@")[2].lower().split(".")
    names = [bare, *(".".join(labels[start:]) for start in range(len(labels)))]
    for name in dict.fromkeys(names):
        identity = find(state, name)
        if identity is not None:
            yield identity


def nearest(state: PlaceState, address: str) -> Identity | None:
    """The identity whose settings hold for an address: address beats domain beats parent domain."""
    return next(covering(state, address), None)


def is_verified(state: PlaceState, address: str) -> bool:
    """Tells whether SES lets an address send.

    One verified identity on the way up is enough. A domain in TEMPORARY_FAILURE is taken as unverified here.
    """
    return any(identity.progress.is_success for identity in covering(state, address))


def set_easy_dkim(state: PlaceState, identity: Identity, *, origin: str, key_length: str | None) -> None:
    """Signs with keys of SES: those of this region, or (``AWS_SES_<REGION>``) of another region's identity."""
    if identity.origin != origin:
        identity.progress = Progress(state.now())
    identity.origin, identity.selector, identity.public_key = origin, None, None
    identity.has_dkim = True
    identity.key_length = key_length or identity.key_length


def set_own_key(state: PlaceState, identity: Identity, attributes: Document) -> None:
    """Signs with a key of the owner's (BYODKIM)."""
    selector, private_key = attributes.get("DomainSigningSelector"), attributes.get("DomainSigningPrivateKey")
    if selector is None or private_key is None:
        raise bad_request("DomainSigningSelector and DomainSigningPrivateKey must be given together.")
    try:
        public = public_key(private_key)
    except ValueError as error:
        raise bad_request("DomainSigningPrivateKey is not a valid RSA private key.") from error
    if (identity.origin, identity.selector, identity.public_key) != (OWN_KEY, selector, public):
        identity.progress = Progress(state.now())
    identity.origin, identity.selector, identity.public_key = OWN_KEY, selector, public
    identity.has_dkim = True


def set_dkim_signing(state: PlaceState, identity: Identity, attributes: Document, origin: str | None) -> None:
    """Applies ``DkimSigningAttributes``; without an origin its members tell which kind is meant."""
    has_key = "DomainSigningSelector" in attributes or "DomainSigningPrivateKey" in attributes
    if has_key and "NextSigningKeyLength" in attributes:
        raise bad_request("NextSigningKeyLength belongs to Easy DKIM and cannot go with a key of your own.")
    wanted = attributes.get("DomainSigningAttributesOrigin") or origin or (OWN_KEY if has_key else EASY_DKIM)
    if wanted == OWN_KEY:
        set_own_key(state, identity, attributes)
    else:
        length = attributes.get("NextSigningKeyLength")
        set_easy_dkim(state, identity, origin=wanted, key_length=length)


def set_mail_from(state: PlaceState, identity: Identity, domain: str | None, behavior: str | None) -> None:
    """Sets, re-checks or (without a domain) removes the MAIL FROM domain.

    Setting it again starts over, which is also how a FAILED one recovers.
    """
    if not domain:
        identity.mail_from = None
        return
    if not domain.lower().endswith(f".{identity.domain}"):
        raise bad_request(f"Provided MAIL-FROM domain <{domain}> is not subdomain of the domain of the identity")
    identity.mail_from = MailFrom(domain.lower(), behavior or "USE_DEFAULT_VALUE", Progress(state.now()))


def set_configuration_set(state: PlaceState, identity: Identity, name: str | None) -> None:
    """Sets or (``None``) removes the default configuration set."""
    if name and name not in state.configuration_sets:
        raise not_found(f"Configuration set <{name}> does not exist.")
    identity.configuration_set = name or None


def dkim_place(state: PlaceState, identity: Identity) -> Place:
    """Where the keys of an identity live: here, or in the region of its primary (deterministic Easy DKIM)."""
    if identity.origin in (EASY_DKIM, OWN_KEY):
        return state.place
    region = identity.origin.removeprefix(f"{EASY_DKIM}_").lower().replace("_", "-")
    return replace(state.place, region=region)


def primary_of(state: PlaceState, identity: Identity) -> Identity | None:
    """The identity of the same name in the region whose keys are used."""
    return find(state.store.at(dkim_place(state, identity)), identity.name)


def tokens_of(state: PlaceState, identity: Identity) -> tuple[str, ...]:
    """The Easy DKIM tokens; none with a key of the owner's or before DKIM, those of the domain for an address."""
    if identity.origin == OWN_KEY or not identity.has_dkim:
        return ()
    return dkim_hosts.dkim_tokens(dkim_place(state, identity), identity.domain)


def _key(name: str) -> str:
    """SES compares the local part of an address exactly and domains without regard to case."""
    local, at, domain = name.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _is_name(name: str) -> bool:
    local, at, domain = name.rpartition("@")
    labels = domain.split(".")
    return (not at or bool(local)) and len(labels) > 1 and all(labels) and " " not in name
