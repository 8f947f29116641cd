"""The secrets of containers, which MiniStack keeps under the names of the template instead of the API's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ministack.services.cloudformation import provisioners

Containers = list[dict[str, object]]


def install() -> None:
    """Completes what MiniStack makes of the containers of a template."""
    translate = cast("Callable[[list[Mapping[str, object]]], Containers]", provisioners._normalize_container_defs)

    def translate_all(containers: list[Mapping[str, object]]) -> Containers:
        made = translate(containers)
        for container in made:
            if "secrets" in container:
                container["secrets"] = provisioners._pascal_to_camel(container["secrets"])
        return made

    provisioners._normalize_container_defs = translate_all
