"""The page."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.review import Assembly, review
from ses_constructs.review.comparison import compare
from ses_constructs.review.picture.page import ExtraMissingError, page
from tests.review.conftest import assembly_of
from tests.review.test_robustness import STORED, anything, replaced, resources

EMPTY = ("meta", "input")
HOSTILE = st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "{{ 7 * 7 }}{% raw %}",
        "' onfocus='alert(1)",
        "]]>--><!--",
        "\u202egnp.exe\x00\x1b[2J\ud800",
    ]
)
FILES = ("page.css", "page.js")


class Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert reader.tags.count("script") == reader.tags.count("style") == 1
    assert not {"img", "iframe", "object", "embed", "form", "base"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "style"]
    links = [value or "" for name, value in reader.attributes if name in ("href", "src")]
    assert all(re.fullmatch(r"#[a-z0-9-]+", link) for link in links)
    ids = [value for name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links} <= set(ids)
    text.encode("utf-8")
    return reader


def paged(assembly: Assembly) -> str:
    return page(assembly, review(assembly))


@pytest.mark.parametrize("source", STORED, ids=range(len(STORED)))
def test_every_example_has_a_page(source: str) -> None:
    reader = read(paged(Assembly.of(json.loads(source))))
    assert "svg" in reader.tags


def test_a_template_without_mail_has_a_page_too() -> None:
    text = paged(assembly_of("A: {Type: AWS::SNS::Topic}"))
    read(text)
    assert "nothing found" in text


def test_it_admits_its_own_script_and_style_and_nothing_else() -> None:
    text = paged(assembly_of("A: {Type: AWS::SNS::Topic}"))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "://" not in text


def test_costs_and_hosts_are_as_asked(shop: Assembly) -> None:
    text = page(shop, review(shop), volume=2_000_000, region="eu-west-1")
    assert "$200.00" in text
    assert "feedback-smtp.eu-west-1.amazonses.com" in text


def test_accepted_findings_are_told_with_their_reason() -> None:
    accepted = "{ses_constructs: {accept: [{rule: rule-set-never-active, reason: 'by hand, later'}]}}"
    text = paged(assembly_of(f"Rules: {{Type: AWS::SES::ReceiptRuleSet, Metadata: {accepted}}}"))
    assert "by hand, later" in text


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, shop: Assembly) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(ExtraMissingError) as refused:
        paged(shop)
    assert "igraph" in str(refused.value)
    assert refused.value.fix == "pip install 'ses-constructs[review]'"


def test_five_hundred_domains_stay_one_picture() -> None:
    found: dict[str, object] = {"Mail": {"Type": "AWS::SES::ConfigurationSet"}}
    for at in range(500):
        owner = {"ConfigurationSetName": {"Ref": "Mail"}}
        properties = {"EmailIdentity": f"d{at}.example", "ConfigurationSetAttributes": owner}
        kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        found[f"D{at}"] = {"Type": "AWS::SES::EmailIdentity", "Properties": properties, **kept}
    assert "500 domains" in paged(Assembly.of({"Resources": found}))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=resources, outputs=anything)
def test_random_properties_of_every_type_give_a_whole_page(found: dict[str, object], outputs: object) -> None:
    read(paged(Assembly.of({"Resources": found, "Outputs": {"A": outputs}}, file="<b>.yaml")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(STORED), at=st.integers(min_value=3, max_value=900), new=HOSTILE | anything)
def test_hostile_words_in_any_place_stay_words(source: str, at: int, new: object) -> None:
    document = replaced(json.loads(source), [at], new)
    assert isinstance(document, dict)
    read(paged(Assembly.of(document)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(STORED), word=HOSTILE)
def test_hostile_names_of_everything_stay_words(source: str, word: str) -> None:
    document = json.loads(source)
    renamed = {name: f"{name}{word}" for name in document["Resources"]}
    text = re.sub(
        r'"([A-Za-z0-9]+)"', lambda match: json.dumps(renamed.get(match.group(1), match.group(1))), source
    )
    read(paged(Assembly.of(json.loads(text.replace("shop.example", json.dumps(word)[1:-1])), file=word)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=resources, new=resources)
def test_any_change_gives_a_whole_page(old: dict[str, object], new: dict[str, object]) -> None:
    before = Assembly.of({"Resources": old}, file="<old>.yaml")
    after = Assembly.of({"Resources": new}, file="<new>.yaml")
    read(page(after, review(after), comparison=compare(before, after)))


@pytest.mark.parametrize("source", STORED, ids=range(len(STORED)))
def test_what_is_not_changed_is_marked_by_nothing(source: str) -> None:
    before, after = Assembly.of(json.loads(source), file="old"), Assembly.of(json.loads(source), file="new")
    text = page(after, review(after), comparison=compare(before, after))
    read(text)
    assert "Nothing that has to do with mail changes." in text
    assert 'class="flag' not in text
    assert "sample" not in text.partition("</style>")[2]


def test_everything_the_page_needs_is_beside_it() -> None:
    folder = Path(sys.modules[page.__module__].__file__ or "").parent
    assert all((folder / name).read_text() for name in (*FILES, "page.html.j2"))
