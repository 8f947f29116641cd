"""Configuration sets: creating, finding, and their option groups."""

from __future__ import annotations

from ses_constructs.local.ses import names, reputation, verification
from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.state import PlaceState

OPTION_GROUPS = (
    "TrackingOptions",
    "DeliveryOptions",
    "ReputationOptions",
    "SendingOptions",
    "SuppressionOptions",
    "VdmOptions",
    "ArchivingOptions",
    "MessageSecurityOptions",
)
# Pools that nobody makes (guide, "Assigning IP pools").
_POOLS_OF_SES = ("ses-default-dedicated-pool", "ses-shared-pool")
_DOES_NOT_EXIST = "ConfigurationSetDoesNotExistException"


def create(state: PlaceState, name: str, options: dict[str, Document]) -> ConfigurationSet:
    """Creates a configuration set with option groups by their SES v2 name."""
    names.check_configuration_set(name)
    if name in state.configuration_sets:
        raise already_exists(
            f"Configuration set <{name}> already exists.", v1="ConfigurationSetAlreadyExistsException"
        )
    created = ConfigurationSet(name)
    for group, values in options.items():
        _check(state, group, values)
        created.options[group] = values
    state.configuration_sets[name] = created
    return created


def require(state: PlaceState, name: str) -> ConfigurationSet:
    """The set of this name."""
    found = state.configuration_sets.get(name)
    if found is None:
        raise not_found(f"Configuration set <{name}> does not exist.", v1=_DOES_NOT_EXIST)
    return found


def delete(state: PlaceState, name: str) -> None:
    """Deletes a set; identities that name it keep doing so, and their mail then fails, as in SES."""
    require(state, name)
    del state.configuration_sets[name]
    state.tags.pop(arn(state, name), None)


def arn(state: PlaceState, name: str) -> str:
    """The ARN of a configuration set."""
    return state.arn(f"configuration-set/{name}")


def put_options(state: PlaceState, name: str, group: str, values: Document) -> None:
    """Replaces one option group; an empty one goes back to the defaults."""
    found = require(state, name)
    _check(state, group, values)
    was_paused = not found.sending_enabled
    if values:
        found.options[group] = values
    else:
        found.options.pop(group, None)
    if was_paused and found.sending_enabled:
        reputation.fresh_start(state, found)


def _check(state: PlaceState, group: str, values: Document) -> None:
    pool = values.get("SendingPoolName")
    pools = (*_POOLS_OF_SES, *state.kept("DedicatedIpPool"))
    if group == "DeliveryOptions" and pool and pool not in pools:
        raise not_found(f"Dedicated IP pool <{pool}> does not exist.", v1="InvalidDeliveryOptionsException")
    domain = values.get("CustomRedirectDomain")
    if group == "TrackingOptions" and domain and not verification.is_verified_now(state, domain):
        raise bad_request(
            f"Custom redirect domain <{domain}> is not verified in SES.", v1="InvalidTrackingOptionsException"
        )
