"""What references in the templates of one app stand for, as far as a deployment tells."""

from __future__ import annotations

from collections.abc import Sequence

from .assembly import Object, SynthesizedStack
from .deployment import Deployment
from .intrinsics import UnknownValueError, reference_of, work_out


class KnownValues:
    """Looks references up.

    Args:
        stacks: All stacks of the app, since one may take values from another.
        deployment: Where outputs come from.
    """

    def __init__(self, stacks: Sequence[SynthesizedStack], deployment: Deployment) -> None:
        self._deployment = deployment
        self._stacks = {stack.name: stack for stack in stacks}
        self._exports = {
            str(name): (stack, id)
            for stack in stacks
            for id, output in stack.section("Outputs").items()
            if (name := _export_name(output)) is not None
        }

    def text(self, stack: SynthesizedStack, value: object) -> str:
        """The text of a value in a stack's template.

        Raises:
            UnknownValueError: naming what is not known.
        """
        return work_out(value, lambda reference: self._look_up(stack, reference))

    def output(self, stack: SynthesizedStack, id: str) -> str:
        """The value of an output: as deployed, else as far as the template tells.

        Raises:
            UnknownValueError: naming what is not known.
        """
        deployed = self._deployment.outputs(stack).get(id)
        return self.text(stack, stack.section("Outputs")[id].get("Value")) if deployed is None else deployed

    def _look_up(self, stack: SynthesizedStack, reference: str) -> str:
        kind, _, rest = reference.partition(":")
        if kind == "import" and rest in self._exports:
            return self.output(*self._exports[rest])
        if kind == "output":
            name, _, id = rest.partition(".")
            if name in self._stacks and id in self._stacks[name].section("Outputs"):
                return self.output(self._stacks[name], id)
        for id, output in stack.section("Outputs").items():
            if reference_of(output.get("Value")) == reference and id in self._deployment.outputs(stack):
                return self._deployment.outputs(stack)[id]
        found = self._deployment.value(stack, reference)
        if found is None:
            raise UnknownValueError(reference)
        return found


def _export_name(output: Object) -> object:
    match output.get("Export"):
        case {"Name": str(name)}:
            return name
    return None
