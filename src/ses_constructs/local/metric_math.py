"""CloudWatch metric math on values of the same periods, as far as this package's alarms use it.

``+ - * /``, comparisons (1 or 0), ``&&``, ``||``, ``IF``, ``FILL`` with a number, ``MAX``, ``MIN``, ``SUM`` and
``AVG`` over a list of ids, ``ABS``. Anything else is refused, never guessed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

Values = list[float | None]


class MetricMathError(ValueError):
    """An expression that cannot be read, or that uses what the emulator does not know."""


def evaluate(expression: str, series: Mapping[str, Sequence[float | None]], *, length: int) -> Values:
    """The value of an expression for each of ``length`` periods; ``None`` where it has no datapoint.

    Raises:
        MetricMathError: for an unknown function, an unknown id or a syntax error.
    """
    tree = parse(expression)
    return [
        _Period(expression, {name: values[at] for name, values in series.items()}).value(tree)
        for at in range(length)
    ]


@lru_cache
def parse(expression: str) -> ast.expr:
    """The expression as a tree; ``&&`` and ``||`` are read as ``and`` and ``or``."""
    text = expression.replace("&&", " and ").replace("||", " or ")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise MetricMathError(f"metric math {expression!r}: {error.msg}") from None


@lru_cache
def names_in(expression: str) -> frozenset[str]:
    """The ids that an expression uses."""
    nodes = list(ast.walk(parse(expression)))
    functions = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in functions)


class _Period:
    """The values of one period."""

    def __init__(self, expression: str, values: Mapping[str, float | None]) -> None:
        self.expression = expression
        self.values = values

    def value(self, node: ast.expr) -> float | None:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                return self._named(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._combine(operator.neg, operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return self._combine(_ARITHMETIC[type(op)], left, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return self._combine(_COMPARISONS[type(op)], left, right)
            case ast.BoolOp(op=op, values=operands):
                return self._combine(all_of if isinstance(op, ast.And) else any_of, *operands)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments)
        raise self._error(f"{ast.unparse(node)!r} is not understood")

    def _named(self, name: str) -> float | None:
        if name not in self.values:
            raise self._error(f"there is no metric or expression with the id {name!r}")
        return self.values[name]

    def _combine(self, function: Callable[..., float], *operands: ast.expr) -> float | None:
        """No datapoint when an operand has none, or for a division by zero."""
        numbers = [self.value(operand) for operand in operands]
        if any(number is None for number in numbers):
            return None
        try:
            return float(function(*numbers))
        except ZeroDivisionError:
            return None

    def _call(self, name: str, arguments: list[ast.expr]) -> float | None:
        match name, arguments:
            case "IF", [condition, yes, no]:
                chosen = self.value(condition)
                return None if chosen is None else self.value(yes if chosen else no)
            case "FILL", [series, filler]:
                known = self.value(series)
                return self.value(filler) if known is None else known
            case "ABS", [operand]:
                return self._combine(abs, operand)
            case _, [ast.List(elts=items)] if name in _OVER_LISTS:
                numbers = [number for item in items if (number := self.value(item)) is not None]
                return _OVER_LISTS[name](numbers) if numbers else None
        raise self._error(f"{name}() with {len(arguments)} argument(s) is not one of the functions it knows")

    def _error(self, what: str) -> MetricMathError:
        return MetricMathError(f"metric math {self.expression!r}: {what}")


def all_of(*numbers: float) -> float:
    """1 when no number is 0, else 0."""
    return float(all(numbers))


def any_of(*numbers: float) -> float:
    """1 when a number is not 0, else 0."""
    return float(any(numbers))


_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_OVER_LISTS: dict[str, Callable[[Sequence[float]], float]] = {
    "MAX": max,
    "MIN": min,
    "SUM": sum,
    "AVG": lambda numbers: sum(numbers) / len(numbers),
}
