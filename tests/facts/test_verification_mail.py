"""The body of a custom verification e-mail."""

from __future__ import annotations

import pytest

from ses_constructs.facts.verification_mail import MOST_BYTES, TAGS, faults


def test_plain_tags_with_their_attributes_are_taken() -> None:
    assert (
        faults('<html><body class="a"><h1>Hi</h1><img src="data:image/png;base64,AA" width="1"></body></html>')
        == []
    )
    assert faults('<table summary="s"><tr><td colspan="2">x</td><th scope="row">y</th></tr></table><br/>') == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="https://x.example">x</a>', "the tag <a>"),
        ("<script>1</script>", "the tag <script>"),
        ("<p onclick='x'>y</p>", "the attribute 'onclick' of <p>"),
        ("<td scope='row'>y</td>", "the attribute 'scope' of <td>"),
        ("<p><!-- no --></p>", "a comment"),
    ],
)
def test_what_ses_refuses_is_found(html: str, fault: str) -> None:
    assert faults(html) == [fault]


def test_each_fault_is_told_once_and_in_order() -> None:
    assert faults("<link><style></style><link>") == ["the tag <link>", "the tag <style>"]


def test_a_body_of_ten_megabytes_is_too_large() -> None:
    assert faults("x" * MOST_BYTES) == ["10 MB or more"]
    assert faults("x" * (MOST_BYTES - 1)) == []


def test_every_tag_may_have_a_class_and_a_style() -> None:
    assert all({"class", "style"} <= attributes for attributes in TAGS.values())
