"""Which resource is which."""

from __future__ import annotations

from ses_constructs.review import Assembly, Template
from ses_constructs.review.comparison.pairing import Pairing

SET = {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "mail"}}


def stack(name: str, **resources: object) -> Template:
    return Template({"Resources": resources}, stack=name, file=f"{name}.template.json")


def test_the_same_logical_id_in_another_stack_is_something_else() -> None:
    unnamed = {"Type": "AWS::SES::ConfigurationSet"}
    pairing = Pairing(
        Assembly((stack("One", A=unnamed), stack("Two", B=unnamed))),
        Assembly((stack("One", B=unnamed), stack("Two", A=unnamed))),
    )
    assert pairing.partners == {}
    assert len(pairing.removed) == len(pairing.added) == 2


def test_a_named_thing_that_moves_to_another_stack_is_found_again() -> None:
    pairing = Pairing(Assembly((stack("One", A=SET), stack("Two"))), Assembly((stack("One"), stack("Two", A=SET))))
    ((one, two),) = pairing.renamed.items()
    assert (one.template.stack, two.template.stack) == ("One", "Two")
    assert pairing.removed == pairing.added == []


def test_one_template_is_compared_with_one_template_whatever_their_files() -> None:
    pairing = Pairing(
        Assembly.of({"Resources": {"A": SET}}, file="a.json"),
        Assembly.of({"Resources": {"A": SET}}, file="b.json"),
    )
    assert len(pairing.pairs) == 1


def test_another_type_is_another_thing() -> None:
    pairing = Pairing(
        Assembly.of({"Resources": {"A": SET}}), Assembly.of({"Resources": {"A": {"Type": "AWS::SES::Tenant"}}})
    )
    assert pairing.partners == {}
