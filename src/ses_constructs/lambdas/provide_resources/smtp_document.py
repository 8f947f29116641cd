"""What the secret of SMTP credentials holds: a JSON object with key names of the user's choice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lifecycle import Properties, listed, mapping, needed, text
from smtp_password import smtp_password


@dataclass(frozen=True, slots=True)
class Layout:
    """The names in the object, and what in it is no secret.

    Args:
        properties: Of the custom resource: ``Constants`` (text by name), ``UsernameKey``, ``PasswordKey``,
            ``SecretAccessKeyKey`` (left out: the object does not hold it), ``Region`` and ``OtherRegions``.
    """

    properties: Properties

    def written(self, key_id: str, secret_access_key: str) -> str:
        """The object for a new access key."""
        password = needed(self.properties, "PasswordKey")
        fields = {
            needed(self.properties, "UsernameKey"): key_id,
            password: smtp_password(secret_access_key, needed(self.properties, "Region")),
        }
        for region in listed(self.properties, "OtherRegions"):
            fields[f"{password}_{region}"] = smtp_password(secret_access_key, region)
        if text(self.properties, "SecretAccessKeyKey"):
            fields[text(self.properties, "SecretAccessKeyKey")] = secret_access_key
        return json.dumps({**mapping(self.properties, "Constants"), **fields})

    def rewritten(self, stored: Mapping[str, str], old: Layout) -> str:
        """The object again, with the secrets of one that an older layout wrote."""
        names = zip(self.secret_names(), old.secret_names(), strict=True)
        secrets = {new: stored[before] for new, before in names}
        return json.dumps({**mapping(self.properties, "Constants"), **secrets})

    def fits(self, stored: Mapping[str, str]) -> bool:
        """Whether an object holds the secrets that this layout asks for."""
        return set(self.secret_names()) <= set(stored)

    def secret_names(self) -> list[str]:
        """The names of all but the constants."""
        password = needed(self.properties, "PasswordKey")
        others = [f"{password}_{region}" for region in listed(self.properties, "OtherRegions")]
        key = text(self.properties, "SecretAccessKeyKey")
        return [needed(self.properties, "UsernameKey"), password, *others, *([key] if key else [])]

    def has_the_secrets_of(self, other: Layout) -> bool:
        """Whether both hold the same secrets, under whatever names."""
        same_regions = self._regions() == other._regions()
        return same_regions and len(self.secret_names()) == len(other.secret_names())

    def _regions(self) -> list[str]:
        return [needed(self.properties, "Region"), *listed(self.properties, "OtherRegions")]
