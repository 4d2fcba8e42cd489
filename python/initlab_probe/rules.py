"""
Rules of an initialization that go by names and are never true: `if name == "c_proj.weight":` where all names are
qualified. Read from the source, and watched while the model is built.
"""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Callable

from .errors import is_user_file
from .frameworks.base import RuleSeen
from .notebook import is_cell

_MOST_NAMES = 4096


@dataclass
class _Rule:
    """An `if` whose test compares a name with texts and whose body writes numbers into tensors."""

    line: int
    first: int
    """First line of the body."""
    last: int
    text: str
    variables: frozenset[str]
    constants: tuple[str, ...]
    function: str
    tested: int = 0
    entered: bool = False
    names: set[str] = field(default_factory=set)


def _writes(body: list[ast.stmt]) -> bool:
    """Whether a call in it changes a tensor in place: PyTorch ends their names with an underscore."""
    calls = (node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call))
    names = (one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, 'id', '') for one in calls)
    return any(name.endswith('_') and not name.endswith('__') for name in names)


def _compared(test: ast.expr) -> tuple[set[str], list[str]]:
    """Variables that are compared with texts, and the texts."""
    variables: set[str] = set()
    constants: list[str] = []

    def texts(node: ast.expr) -> list[str]:
        parts = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
        return [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]

    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            sides = [node.left, node.comparators[0]]
            if isinstance(node.ops[0], (ast.Eq, ast.In)):
                for one, other in (sides, sides[::-1]):
                    if isinstance(one, ast.Name) and texts(other):
                        variables.add(one.id)
                        constants += texts(other)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ('endswith', 'startswith')
            and isinstance(node.func.value, ast.Name)
            and node.args
            and texts(node.args[0])
        ):
            variables.add(node.func.value.id)
            constants += texts(node.args[0])
    return variables, constants


def _rules_of(file: str) -> dict[tuple[str, int], list[_Rule]]:
    """The rules of a file by function name and its first line."""
    found: dict[tuple[str, int], list[_Rule]] = {}
    try:
        source = ''.join(linecache.getlines(file)) if is_cell(file) else Path(file).read_text(encoding='utf-8')
        tree = ast.parse(source)
    except (OSError, SyntaxError, ValueError):
        return found
    lines = source.splitlines()
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        start = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        for node in ast.walk(function):
            if not isinstance(node, ast.If) or node.body[0].lineno == node.lineno or not _writes(node.body):
                continue
            variables, constants = _compared(node.test)
            if variables:
                rule = _Rule(
                    node.lineno,
                    node.body[0].lineno,
                    node.body[-1].end_lineno or node.body[-1].lineno,
                    lines[node.lineno - 1].strip(),
                    frozenset(variables),
                    tuple(constants),
                    function.name,
                )
                found.setdefault((function.name, start), []).append(rule)
    return found


class RuleWatch:
    """Watches rules by a trace function: in the user's functions, and in those of libraries that are named for it."""

    def __init__(self, skipped: Callable[[str], bool] = lambda file: False) -> None:
        self._files: dict[str, dict[tuple[str, int], list[_Rule]]] = {}
        self._skipped = skipped
        self._watched: dict[CodeType, list[_Rule]] = {}
        self.possible = True
        """False under a debugger or a coverage tool, whose trace function is left alone."""

    def __enter__(self) -> RuleWatch:
        self.possible = sys.gettrace() is None
        if self.possible:
            sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        if self.possible:
            sys.settrace(None)

    def _candidates(self, code: CodeType) -> list[_Rule]:
        if code not in self._watched:
            self._watched[code] = []
            name, file = code.co_name, code.co_filename
            # Libraries are large: of theirs, only what is named for it.
            about = any(word in name for word in ('init', 'reset', 'weight')) or is_user_file(file)
            if about and not file.startswith('<') and not self._skipped(file):
                if file not in self._files:
                    self._files[file] = _rules_of(file)
                self._watched[code] = self._files[file].get((name, code.co_firstlineno), [])
        return self._watched[code]

    def _call(self, frame: FrameType, event: str, _: Any) -> Callable[..., Any] | None:
        rules = self._candidates(frame.f_code)
        if not rules:
            return None

        def line(inner: FrameType, what: str, _: Any) -> Callable[..., Any]:
            if what == 'line':
                for rule in rules:
                    if inner.f_lineno == rule.line:
                        rule.tested += 1
                        if len(rule.names) < _MOST_NAMES:
                            values = (inner.f_locals.get(variable) for variable in rule.variables)
                            rule.names.update(value for value in values if isinstance(value, str))
                    elif rule.first <= inner.f_lineno <= rule.last:
                        rule.entered = True
            return line

        return line

    def never_true(self) -> Iterator[RuleSeen]:
        """Rules that were tested on two names or more and were never true."""
        for file, functions in self._files.items():
            for rules in functions.values():
                for rule in rules:
                    if rule.entered or rule.tested == 0 or len(rule.names) < 2:
                        continue
                    near = sorted(
                        name
                        for name in rule.names
                        if any(one and one in name and one != name for one in rule.constants)
                    )
                    yield RuleSeen(
                        file, rule.line, rule.text, rule.function, rule.tested, len(near), near[0] if near else ''
                    )
