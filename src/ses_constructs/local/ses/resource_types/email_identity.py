"""``AWS::SES::EmailIdentity`` and its certificate."""

from __future__ import annotations

from ses_constructs.local.ses import dkim_hosts, identities, verification
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.identity import OWN_KEY
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, resource_kind
from ses_constructs.local.ses.state import PlaceState

_RECORDS = 3


@resource_kind("AWS::SES::EmailIdentity")
class EmailIdentityKind(ResourceKind):
    """A domain or address."""

    def create(self, resource: Resource) -> str:
        """Creates the identity and applies its settings; nothing stays behind when one is refused."""
        state, name = resource.state, str(resource.properties["EmailIdentity"])
        identities.create(state, name)
        try:
            self._apply(state, name, {}, resource.properties)
        except Exception:
            identities.delete(state, name)
            raise
        return name

    def update(self, resource: Resource) -> None:
        """Applies the settings that differ."""
        self._apply(resource.state, resource.id, resource.old, resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the identity."""
        identities.delete(resource.state, resource.id)

    def read(self, resource: Resource) -> Document:
        """All properties but the write-only ones; those that are not set are left out."""
        state, identity = resource.state, identities.require(resource.state, resource.id)
        found: Document = {
            "EmailIdentity": identity.name,
            "DkimAttributes": {"SigningEnabled": identity.signing_enabled},
            "FeedbackAttributes": {"EmailForwardingEnabled": identity.forwarding},
            "Tags": [
                {"Key": key, "Value": value}
                for key, value in state.tags.get(identities.arn(state, identity.name), {}).items()
            ],
        }
        if not identity.is_address and identity.origin != OWN_KEY:
            found["DkimSigningAttributes"] = {"NextSigningKeyLength": identity.key_length}
        if identity.configuration_set is not None:
            found["ConfigurationSetAttributes"] = {"ConfigurationSetName": identity.configuration_set}
        if identity.mail_from is not None:
            found["MailFromAttributes"] = {
                "MailFromDomain": identity.mail_from.domain,
                "BehaviorOnMxFailure": identity.mail_from.behavior,
            }
        return {**found, **{name: value for name, value in self.attributes(resource).items() if value}}

    def attributes(self, resource: Resource) -> dict[str, str]:
        """Names and values of the three Easy DKIM records; empty where there are none."""
        identity = identities.require(resource.state, resource.id)
        found = {
            f"DkimDNSToken{part}{number}": "" for part in ("Name", "Value") for number in range(1, _RECORDS + 1)
        }
        if identity.is_address or identity.origin == OWN_KEY:
            return found
        target = dkim_hosts.dkim_domain(resource.state.place.region)
        for number, token in enumerate(identities.tokens_of(resource.state, identity), 1):
            found[f"DkimDNSTokenName{number}"] = f"{token}._domainkey.{identity.domain}"
            found[f"DkimDNSTokenValue{number}"] = f"{token}.{target}"
        return found

    def _apply(self, state: PlaceState, name: str, old: Document, new: Document) -> None:
        identity = identities.require(state, name)
        changed = {group for group in old.keys() | new.keys() if old.get(group) != new.get(group)}
        if "DkimSigningAttributes" in changed:
            identities.set_dkim_signing(state, identity, new.get("DkimSigningAttributes", {}), None)
        if "DkimAttributes" in changed:
            identity.signing_enabled = new.get("DkimAttributes", {}).get("SigningEnabled", True)
        if "ConfigurationSetAttributes" in changed:
            default = new.get("ConfigurationSetAttributes", {}).get("ConfigurationSetName")
            identities.set_configuration_set(state, identity, default)
        if "FeedbackAttributes" in changed:
            identity.forwarding = new.get("FeedbackAttributes", {}).get("EmailForwardingEnabled", True)
        if "MailFromAttributes" in changed:
            wanted = new.get("MailFromAttributes", {})
            domain, behavior = wanted.get("MailFromDomain"), wanted.get("BehaviorOnMxFailure")
            identities.set_mail_from(state, identity, domain, behavior)
        state.tags[identities.arn(state, name)] = tags_of(new)
        verification.refresh_identity(state, identity)


@resource_kind("AWS::SES::EmailIdentityCertificate")
class EmailIdentityCertificateKind(ResourceKind):
    """An S/MIME certificate of a From address; every property is create-only."""

    def create(self, resource: Resource) -> str:
        """Ties the certificate to the address."""
        api(resource.state, "sesv2", "AssociateEmailIdentityCertificate", resource.properties)
        return f"{resource.properties['EmailIdentity']}|{resource.properties['FromAddress']}"

    def delete(self, resource: Resource) -> None:
        """Unties the certificate."""
        name, _, sender = resource.id.partition("|")
        parameters = {"EmailIdentity": name, "FromAddress": sender}
        api(resource.state, "sesv2", "DisassociateEmailIdentityCertificate", parameters)
