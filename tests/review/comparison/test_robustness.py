"""Whatever is compared with whatever: a report."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.review import Assembly, UnreadableError
from ses_constructs.review.comparison import Comparison, compare
from ses_constructs.review.formats.format import Format, written
from ses_constructs.review.reading import parse
from tests.review.test_robustness import STORED, TYPES, anything, replaced, resources


def compared(old: Mapping[str, object], new: Mapping[str, object]) -> Comparison:
    """Compares two documents and writes the report in each format."""
    found = compare(Assembly.of(old, file="<old>.yaml"), Assembly.of(new, file="<new>.yaml"))
    for form in Format:
        assert written(found.report, form).endswith("\n")
    return found


@settings(max_examples=200, deadline=None)
@given(old=resources, new=resources)
def test_random_templates_give_a_report(old: dict[str, object], new: dict[str, object]) -> None:
    compared({"Resources": old}, {"Resources": new})


@settings(max_examples=200, deadline=None)
@given(document=resources)
def test_nothing_differs_from_itself(document: dict[str, object]) -> None:
    again = json.loads(json.dumps(document))
    assert compared({"Resources": document}, {"Resources": again}).changes == ()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(STORED), at=st.integers(min_value=3, max_value=900), new=anything)
def test_a_real_template_with_anything_in_any_place_gives_a_report(source: str, at: int, new: object) -> None:
    document = json.loads(source)
    changed = replaced(document, [at], new)
    assert isinstance(changed, dict)
    compared(document, changed)
    compared(changed, document)


@settings(max_examples=200, deadline=None)
@given(source=st.sampled_from(STORED), cut=st.floats(min_value=0, max_value=1))
def test_a_cut_template_gives_a_report_or_a_clear_error(source: str, cut: float) -> None:
    try:
        document = parse(source[: int(len(source) * cut)])
    except UnreadableError as refused:
        assert refused.fix
    else:
        compared(json.loads(source), document)


def test_values_that_contain_themselves_give_a_report() -> None:
    looped = parse("Resources: {A: &a {Type: AWS::SES::ReceiptRule, Properties: *a, Metadata: *a}}")
    compared(looped, {"Resources": {"A": {"Type": "AWS::SES::ReceiptRule"}}})


def test_a_megabyte_gives_a_report() -> None:
    document = {
        "Resources": {
            f"R{n}": {"Type": TYPES[n % len(TYPES)], "Properties": {"Name": f"{n}" + "x" * 400}}
            for n in range(2200)
        }
    }
    assert compared(document, {"Resources": {}}).worse
