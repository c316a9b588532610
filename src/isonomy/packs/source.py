"""Reads YAML so that every fault can name its file, line and field."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

LIMIT_BYTES = 8_000_000
DEPTH = 30

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a pack: where it stands and what is wrong."""

    file: str
    line: int
    field: str
    message: str
    template: str = dataclasses.field(default="", compare=False)
    """The message with named places, for a page in another language; with its facts."""
    facts: dict[str, str | int] = dataclasses.field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and give it back as it is."""
    return text


def fault(file: str, line: int, field: str, template: str, **facts: str | int) -> Problem:
    """A problem whose sentence can be said in another language too."""
    return Problem(file, line, field, template % facts, template, facts)


class PackError(ValueError):
    """A pack that cannot be read; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems[:20]))


@dataclass(slots=True)
class Source:
    """The plain data of one YAML file and the line of each of its fields."""

    name: str
    data: Any
    lines: dict[FieldPath, int]
    problems: list[Problem]

    def line(self, path: FieldPath) -> int:
        """The line of a field, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Reader:
    """Turns a composed YAML tree into data; duplicate keys and odd types become problems."""

    def __init__(self, name: str) -> None:
        self.source = Source(name, None, {}, [])

    def value(self, node: yaml.Node, path: FieldPath) -> Any:
        self.source.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEPTH:
            self.fault(node, path, "is nested too deeply")
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: FieldPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if key in found:
                self.fault(key_node, here, "is given twice")
                continue
            self.source.lines[here] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, here)
        return found

    def scalar(self, node: yaml.Node, path: FieldPath) -> Any:
        if not isinstance(node, ScalarNode):
            self.fault(node, path, "is of an unknown kind")
            return None
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool":
                return text.lower() in {"true", "yes", "on"}
            case "int" if text.lstrip("-").isdigit():
                return int(text)
            case _:
                return text

    def fault(self, node: yaml.Node, path: FieldPath, message: str) -> None:
        line = node.start_mark.line + 1
        self.source.problems.append(Problem(self.source.name, line, dotted(path), message))


def dotted(path: FieldPath) -> str:
    """A field's path as people write it: nodes[3].kind."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_yaml(file: Path) -> Source:
    """The data of a YAML file with its lines; raises PackError when it is not YAML at all."""
    name = f"{file.parent.name}/{file.name}"
    if not file.is_file():
        raise PackError([Problem(name, 0, "", "the file is missing")])
    if file.stat().st_size > LIMIT_BYTES:
        raise PackError([Problem(name, 0, "", f"the file is larger than {LIMIT_BYTES} bytes")])
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise PackError([Problem(name, 0, "", f"the file is not UTF-8: {fault.reason}")]) from fault
    return read_yaml_text(name, text)


def read_yaml_text(name: str, text: str) -> Source:
    """The data of YAML text with its lines."""
    reader = _Reader(name)
    try:
        _refuse_tricks(name, text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 0
        raise PackError([Problem(name, line, "", str(fault.problem or fault.context))]) from fault
    except yaml.YAMLError as fault:
        raise PackError([Problem(name, 0, "", str(fault))]) from fault
    if root is None:
        raise PackError([Problem(name, 0, "", "the file is empty")])
    reader.source.data = reader.value(root, ())
    return reader.source


def _refuse_tricks(name: str, text: str) -> None:
    """Stop at aliases, which unfold into gigabytes, and at nesting, which eats the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise PackError([Problem(name, line, "", "YAML aliases are not allowed")])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise PackError([Problem(name, line, "", "the text is nested too deeply")])


def plain_yaml(name: str, text: str) -> Any:
    """The data of YAML text, without the lines; as careful as `read_yaml_text`."""
    return read_yaml_text(name, text).data
