"""Templates of every kind, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ses_constructs.review import UnreadableError, read, review
from ses_constructs.review.reading import parse

IDENTITY = {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "www.a.example"}}


def stack(folder: Path, name: str, template: dict[str, object], **artifacts: object) -> None:
    """A cloud assembly of one stack, and of what else is given."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.template.json").write_text(json.dumps(template))
    own = {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{name}.template.json"}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {name: own, **artifacts}}))


@pytest.mark.parametrize(
    "text",
    [
        '{"Resources": {"A": {"Type": "AWS::SES::ConfigurationSet"}}}',
        "\ufeff{'Resources': {A: {Type: AWS::SES::ConfigurationSet}}}",
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::SES::ConfigurationSet\n",
    ],
    ids=["json", "yaml in flow style", "sam"],
)
def test_templates_in_json_and_yaml_are_read(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mail.template"
    file.write_text(text, encoding="utf-8")
    assert [resource.type for resource in read(file).resources()] == ["AWS::SES::ConfigurationSet"]


def test_short_tags_mean_the_long_functions() -> None:
    text = (
        "Resources: {A: {B: !GetAtt C.D.E, F: !Sub ['${x}', {x: 1}], G: !Ref H, I: !If [J, !Ref K, 2012-10-17]}}"
    )
    assert parse(text)["Resources"] == {
        "A": {
            "B": {"Fn::GetAtt": ["C", "D.E"]},
            "F": {"Fn::Sub": ["${x}", {"x": 1}]},
            "G": {"Ref": "H"},
            "I": {"Fn::If": ["J", {"Ref": "K"}, "2012-10-17"]},
        }
    }


def test_a_stack_without_resources_is_read_beside_its_neighbours(tmp_path: Path) -> None:
    stack(tmp_path / "assembly-Inner", "Full", {"Resources": {"A": IDENTITY}})
    inner = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Inner"}}
    stack(tmp_path, "Empty", {"Parameters": {"BootstrapVersion": {"Type": "String"}}}, inner=inner)
    assembly = read(tmp_path)
    assert [template.stack for template in assembly.templates] == ["Empty", "Full"]
    assert [resource.logical_id for resource in assembly.resources()] == ["A"]


def test_a_folder_of_the_cdk_is_read_with_its_stages_and_nested_stacks(tmp_path: Path) -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"Parameters": {"Domain": "www.b.example"}},
        "Metadata": {"aws:asset:path": "inner.nested.template.json"},
    }
    inner = {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": {"Ref": "Domain"}}}
    (tmp_path / "inner.nested.template.json").write_text(json.dumps({"Resources": {"Inner": inner}}))
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}}
    stack(tmp_path, "Outer", {"Resources": {"Nested": nested}}, Stage=stage)
    stack(tmp_path / "stage", "Staged", {"Resources": {"Staged": IDENTITY}})
    found = {
        (finding.place.stack, finding.place.logical_id)
        for finding in review(read(tmp_path)).findings
        if finding.rule.id == "identity-with-www"
    }
    assert found == {("", "Inner"), ("Staged", "Staged")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no Resources"),
        ("[1, 2]", "has no Resources"),
        ('{"Resources": []}', "has no Resources"),
        ('{"Resources": {"A": ', "not valid JSON"),
        ("Resources: {A: [", "not valid YAML"),
        ("Resources: !!python/object/apply:os.system [true]", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
        ('{"Resources": ' + "[" * 100_000, "too deeply"),
        ("Resources: " + "[" * 5_000, "not valid YAML|too deeply"),
        ('{"Resources": {"A": ' + "9" * 6_000 + "}}", "not valid JSON"),
    ],
    ids=[
        "empty",
        "list",
        "no map",
        "cut json",
        "cut yaml",
        "code",
        "two documents",
        "deep json",
        "deep yaml",
        "huge",
    ],
)
def test_what_is_no_template_is_one_clear_error(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mail.yaml"
    file.write_text(text)
    with pytest.raises(UnreadableError, match=said) as refused:
        read(file)
    assert refused.value.fix


def test_a_missing_file_and_a_folder_without_manifest_are_clear_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, "a\0b"):
        with pytest.raises(UnreadableError, match="cannot be opened"):
            read(path)


def test_a_manifest_without_artifacts_and_bytes_are_clear_errors(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(UnreadableError, match="no artifacts"):
        read(tmp_path)
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableError, match="UTF-8"):
        read(tmp_path / "bytes.yaml")


def test_findings_know_their_line(tmp_path: Path) -> None:
    file = tmp_path / "mail.json"
    file.write_text(json.dumps({"Resources": {"Other": {}, "Shop": IDENTITY}}, indent=1))
    places = {finding.place.line for finding in review(read(file)).findings}
    assert places == {4}
