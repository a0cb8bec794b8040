"""Writes golden data: compact JSON, one list item per line, every number as the shortest decimal that reads back exactly."""

import json
import math
from importlib import metadata
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden"


def versions(*packages):
    """The versions of the libraries whose numbers a file holds."""
    return {name: metadata.version(name).split("+")[0] for name in packages}


def _number(text):
    value = float(text)
    if not math.isfinite(value):
        return {math.inf: '"Infinity"', -math.inf: '"-Infinity"'}.get(value, '"NaN"')
    if value == 0 and math.copysign(1, value) < 0:
        return '"-0"'
    return text.removesuffix(".0")


def _float32(value):
    text = str(value)
    # A reader goes through double, so the shortest decimal must survive both roundings.
    assert np.isnan(value) or np.float32(float(text)) == value, text
    return _number(text)


def encode(value):
    """JSON text of a value: np.float32 as float32, every other real number as double."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{encode(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple, np.ndarray)):
        return "[" + ",".join(encode(item) for item in value) + "]"
    if value is None or isinstance(value, (str, bool, int)):
        return json.dumps(value)
    if isinstance(value, np.float32):
        return _float32(value)
    if isinstance(value, np.integer):
        return str(int(value))
    return _number(repr(float(value)))


def _entry(value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(encode(item) for item in value) + "\n]"
    return encode(value)


def document(content):
    """The text of a golden file, one line per top-level entry and per item of a top-level list."""
    return "{\n" + ",\n".join(f"{json.dumps(key)}:{_entry(value)}" for key, value in content.items()) + "\n}\n"


def write(name, content):
    """Writes test/golden/`name`."""
    path = FOLDER / name
    path.write_text(document(content))
    print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size} bytes")
