"""The CloudFormation side of the emulated SES."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from ses_constructs.local.ses import schema
from ses_constructs.local.ses.failures import RefusedError, ResourceError
from ses_constructs.local.ses.resource_kinds import CreateOnlyChange, Resource, as_resource_error, find_kind
from ses_constructs.local.ses.schema_checks import conform
from ses_constructs.local.ses.state import PlaceState, Store
from ses_constructs.local.world import Place

__all__ = ["ResourceError", "Resources"]

Properties = Mapping[str, Any]


class Resources:
    """Creates, updates and deletes every ``AWS::SES::*`` type of the CloudFormation schema.

    Every method raises :class:`ResourceError` with the text CloudFormation shows.
    """

    def __init__(self, store: Store, locked: Callable[[], AbstractContextManager[None]]) -> None:
        self._store = store
        self._locked = locked

    @property
    def types(self) -> frozenset[str]:
        """Every type there is."""
        return schema.type_names()

    def create(
        self, place: Place, type: str, logical_id: str, properties: Properties, stack_name: str
    ) -> tuple[str, dict[str, str]]:
        """Creates a resource and returns what Ref gives and what GetAtt gives."""
        shaped = conform(type, properties)
        with self._at(place) as state:
            kind = find_kind(type)
            resource = Resource(type, state, logical_id, copy.deepcopy(shaped), stack_name)
            created = replace(resource, id=kind.create(resource))
            return created.id, kind.attributes(created)

    def update(
        self,
        place: Place,
        type: str,
        physical_id: str,
        old: Properties,
        new: Properties,
        stack_name: str,
        logical_id: str,
    ) -> tuple[str, dict[str, str]]:
        """Changes a resource in place and returns Ref and GetAtt values."""
        before, after = conform(type, old), conform(type, new)
        with self._at(place) as state:
            kind = find_kind(type)
            resource = Resource(type, state, logical_id, copy.deepcopy(after), stack_name, physical_id, before)
            kind.update(resource)
            return physical_id, kind.attributes(resource)

    def delete(self, place: Place, type: str, physical_id: str, properties: Properties) -> None:
        """Deletes a resource; one that is gone already is no error."""
        with self._at(place) as state:
            try:
                find_kind(type).delete(Resource(type, state, "", dict(properties), id=physical_id))
            except RefusedError as error:
                if error.code != "NotFoundException":
                    raise

    def read(self, place: Place, type: str, physical_id: str) -> Properties | None:
        """What Cloud Control tells of a resource; ``None`` when there is none."""
        with self._at(place) as state:
            try:
                return find_kind(type).read(Resource(type, state, "", {}, id=physical_id))
            except RefusedError as error:
                if error.code != "NotFoundException":
                    raise
                return None

    def replaces(self, type: str, old: Properties, new: Properties) -> bool:
        """Tells whether a change needs a new resource (a create-only property differs)."""
        before, after = conform(type, old), conform(type, new)
        pointers = schema.changed_create_only(type, before, after)
        return find_kind(type).replaces(CreateOnlyChange(pointers, before, after))

    @contextmanager
    def _at(self, place: Place) -> Iterator[PlaceState]:
        try:
            with self._locked():
                yield self._store.at(place)
        except RefusedError as error:
            raise as_resource_error(error) from error
