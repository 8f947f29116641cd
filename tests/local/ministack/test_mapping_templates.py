"""Mapping templates of mock integrations are worked out."""

from __future__ import annotations

import re

from hypothesis import assume, example, given
from hypothesis import strategies as st

from ses_constructs.local.ministack.mapping_templates import worked_out
from ses_constructs.shared.public_texts import mapping_template


@given(st.text("#$!{}()[]*'\"=.a \n<ü") | st.text())
@example("version: STSv1\nmode: none\n")
@example('<svg><path fill="#ff0000"/></svg>')
@example("#set($a)\n ## $b $!{c} #end #* *#")
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    assume(not re.search(r"\\[#$]", text))
    assert worked_out(mapping_template(text)) == text


def test_what_a_template_means_is_done() -> None:
    assert worked_out("#set($x='a')## a comment\n$!{x}b") == "ab"
