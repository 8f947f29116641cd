"""A mock integration answers with what its mapping template makes; MiniStack gives the template itself."""

from __future__ import annotations

from collections.abc import Mapping

from ministack.services import apigateway_v1

Answer = tuple[int, Mapping[str, str], bytes]


def install() -> None:
    """Has MiniStack's own reader of mapping templates read those of mock integrations too."""
    invoke = apigateway_v1._invoke_mock_v1

    def invoke_and_work_out(integration: Mapping[str, object]) -> Answer:
        status, headers, template = invoke(integration)
        return status, headers, worked_out(template.decode()).encode()

    apigateway_v1._invoke_mock_v1 = invoke_and_work_out


def worked_out(template: str) -> str:
    """What a mapping template makes of a request without a body."""
    text: str = apigateway_v1._render_request_template_v1(template, "", {}, None)
    return text
