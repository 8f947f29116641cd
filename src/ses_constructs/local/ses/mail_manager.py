"""Mail Manager's resources: kept and read back, as the service's own model describes them.

Which kinds there are, how they are identified and what a Get shows is read from botocore's model, so a new
kind needs no line here. What they do to mail is in ``ingress``.
"""

from __future__ import annotations

import copy
import re
from functools import cache

from botocore.model import ListShape, StructureShape

from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.failures import RefusedError, already_exists, bad_request, not_found
from ses_constructs.local.ses.ingress import logins
from ses_constructs.local.ses.models import operation_names, service_model
from ses_constructs.local.ses.record_ids import new_id, random_text
from ses_constructs.local.ses.state import PlaceState

_SERVICE = "mailmanager"
# Resource types in ARNs that do not follow from the noun (IAM's list of SES Mail Manager resource types).
_ARN_TYPES = {
    "Relay": "mailmanager-smtp-relay",
    "AddonInstance": "addon-instance",
    "AddonSubscription": "addon-subscription",
}

# Guide: Ingress endpoints (the number prefixed by "inp"); the others are initials.
_PREFIXES = {"IngressPoint": "inp"}


@cache
def nouns() -> tuple[str, ...]:
    """Every kind of resource that has an id of its own and can be read: ``Archive``, ``RuleSet``, ..."""
    names = sorted(operation_names(_SERVICE))
    found = [name.removeprefix("Create") for name in names if name.startswith("Create")]
    return tuple(noun for noun in found if f"{noun}Id" in _output(f"Create{noun}").members)


def create(state: PlaceState, noun: str, parameters: Document) -> Document:
    """Creates a resource and returns all of it."""
    _check_references(state, noun, parameters)
    _check_name(state, noun, parameters)
    identifier = new_id(_PREFIXES.get(noun, "".join(letter for letter in noun if letter.isupper()).lower()))
    arn = state.arn(f"{_arn_type(noun)}/{identifier}")
    kept = {name: value for name, value in parameters.items() if name not in ("ClientToken", "Tags")}
    record = copy.deepcopy(kept) | {f"{noun}Id": identifier, f"{noun}Arn": arn}
    record |= {name: state.now() for name in _times(noun)}
    _complete(state, noun, record)
    state.kept(noun)[identifier] = record
    state.tags[arn] = tags_of(parameters)
    return record


def require(state: PlaceState, noun: str, identifier: str) -> Document:
    """The resource with this id."""
    if identifier not in state.kept(noun):
        raise not_found(f"{noun} {identifier} does not exist.")
    return state.kept(noun)[identifier]


def shown(record: Document, parameters: Document) -> Document:
    """A resource as a Get shows it: the certificates of a trust store only on request."""
    tls = record.get("IngressPointAuthConfiguration", {}).get("TlsAuthConfiguration")
    if tls is None or parameters.get("IncludeTrustStoreContents") == "INCLUDE":
        return record
    store = {name: value for name, value in tls["TrustStore"].items() if name == "KmsKeyArn"}
    return record | {"IngressPointAuthConfiguration": {"TlsAuthConfiguration": {"TrustStore": store}}}


def update(state: PlaceState, noun: str, identifier: str, changes: Document) -> Document:
    """Changes what is given and leaves the rest."""
    record = require(state, noun, identifier)
    _check_references(state, noun, changes)
    _check_name(state, noun, changes, own=identifier)
    record |= copy.deepcopy(changes) | {name: state.now() for name in _times(noun) if name.startswith("Last")}
    _complete(state, noun, record)
    return record


def delete(state: PlaceState, noun: str, identifier: str) -> None:
    """Deletes a resource that nothing else here refers to."""
    record = require(state, noun, identifier)
    for other in nouns():
        for user in state.kept(other).values():
            if other != noun and user.get(f"{noun}Id") == identifier:
                raise RefusedError("ConflictException", f"{noun} {identifier} is used by {user[f'{other}Id']}.")
    del state.kept(noun)[identifier]
    state.tags.pop(record[f"{noun}Arn"], None)


def _complete(state: PlaceState, noun: str, record: Document) -> None:
    """What the service adds to a resource by itself."""
    if noun == "Archive":
        record.setdefault("ArchiveState", "ACTIVE")
        record.setdefault("Retention", {"RetentionPeriod": "SIX_MONTHS"})
    elif noun == "AddonInstance":
        subscription = require(state, "AddonSubscription", record["AddonSubscriptionId"])
        record["AddonName"] = subscription["AddonName"]
    elif noun == "IngressPoint":
        region = state.place.region
        name = f"{random_text(12)}.{random_text(5)}.mail-manager-smtp.{region}.amazonaws.com"
        record.setdefault("ARecord", name)
        record["Status"] = record.pop("StatusToUpdate", record.get("Status", "ACTIVE"))
        _keep_no_password(state, record)


def _keep_no_password(state: PlaceState, record: Document) -> None:
    """The password goes where no Get looks; the rest is shown as how to get in."""
    configuration = record.pop("IngressPointConfiguration", None) or {}
    if "SmtpPassword" in configuration:
        logins.remember(state, record["IngressPointId"], configuration["SmtpPassword"])
        version = {"SmtpPasswordVersion": random_text(32)}
        record["IngressPointAuthConfiguration"] = {"IngressPointPasswordConfiguration": version}
    elif configuration:
        record["IngressPointAuthConfiguration"] = configuration


def _check_references(state: PlaceState, noun: str, parameters: Document) -> None:
    for other in nouns():
        identifier = parameters.get(f"{other}Id")
        if other != noun and identifier is not None and identifier not in state.kept(other):
            raise bad_request(f"{other} {identifier} does not exist.")


def _check_name(state: PlaceState, noun: str, parameters: Document, *, own: str | None = None) -> None:
    """Names are unique, but for add-ons, whose name is the product's."""
    member = f"{noun}Name"
    name = parameters.get(member)
    if name is None:
        return
    if any(record.get(member) == name for key, record in state.kept(noun).items() if key != own):
        raise already_exists(f"{noun} with name {name} already exists.")


@cache
def _times(noun: str) -> tuple[str, ...]:
    """Members of a Get or List that are times."""
    shapes = [_output(f"Get{noun}")]
    for member in _output(list_operation(noun)).members.values():
        if isinstance(member, ListShape) and isinstance(member.member, StructureShape):
            shapes.append(member.member)
    return tuple(
        {name for shape in shapes for name, each in shape.members.items() if each.type_name == "timestamp"}
    )


@cache
def list_operation(noun: str) -> str:
    """The operation that lists a kind."""
    plural = f"{noun[:-1]}ies" if noun.endswith("cy") else f"{noun}s"
    return f"List{plural}"


def _output(operation: str) -> StructureShape:
    shape = service_model(_SERVICE).operation_model(operation).output_shape
    if not isinstance(shape, StructureShape):
        raise LookupError(f"{operation} answers nothing")
    return shape


def _arn_type(noun: str) -> str:
    kebab = re.sub(r"(?<!^)(?=[A-Z])", "-", noun).lower()
    return _ARN_TYPES.get(noun, f"mailmanager-{kebab}")
