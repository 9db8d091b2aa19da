"""The JSON Schema of scenario files, for editors: completion, hover texts, faults as one types.

It is more lenient than reading: what a child leaves out may be inherited, so nothing but the name is required.
"""

from __future__ import annotations

from typing import Any

from .doubts import DISTRIBUTIONS
from .inheritance import GRADES
from .sections import Scenario

_ANNOTATIONS = ("title", "description", "default", "examples", "source", "grade")
_NAMES: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def json_schema() -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) of scenario files."""
    schema = Scenario.model_json_schema(by_alias=True)
    definitions = {name: _section(section) for name, section in schema.pop("$defs").items()}
    root = _section(schema)
    extends = {"description": "Parents whose values this scenario inherits: shipped names, or files beside it.", **_NAMES}
    root["properties"] = {"name": schema["properties"]["name"], "extends": extends, **root["properties"]}
    root["properties"] |= {key: schema["properties"][key] for key in ("name", "question", "because")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "title": "smarketing scenario",
        "required": ["name"],
        "$defs": definitions,
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    """Allow evidence on every value, and removal of what is inherited."""
    properties = {key: _value(value) for key, value in section.get("properties", {}).items()}
    remove = {"description": "Names of inherited keys to leave out.", **_NAMES}
    return {key: item for key, item in section.items() if key != "required"} | {"properties": {**properties, "remove": remove}}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    """Let a value stand alone or with its evidence; sections and mappings of them stand alone."""
    if "oneOf" in value:
        value = {key: item for key, item in value.items() if key != "oneOf"} | {"anyOf": value["oneOf"]}
    if isinstance(value.get("additionalProperties"), dict):
        remove = {"description": "Names of inherited entries to leave out.", **_NAMES}
        value = {**value, "additionalProperties": _value(value["additionalProperties"]), "properties": {"remove": remove}}
    if isinstance(value.get("items"), dict) and value["items"]:
        value = {**value, "items": _item(value["items"])}
    if _holds_sections(value):
        return value
    outer = {key: value[key] for key in _ANNOTATIONS if key in value}
    inner = {key: item for key, item in value.items() if key not in _ANNOTATIONS}
    return outer | {"anyOf": [inner, _with_evidence(inner)]} if inner else outer


def _item(item: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in item:
        return _value(item)
    removal = {"type": "object", "properties": {"remove": _NAMES}, "required": ["remove"], "additionalProperties": False}
    return {"anyOf": [item, removal]}


def _holds_sections(value: dict[str, Any]) -> bool:
    below = value.get("additionalProperties")
    if "$ref" in value or (isinstance(below, dict) and "$ref" in below):
        return True
    return any("$ref" in option for option in value.get("items", {}).get("anyOf", []))


def _with_evidence(value: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    doubt = {
        "between": {"type": "array", "items": value, "minItems": 2, "maxItems": 2, "description": "Least and most it may be."},
        "distribution": {"enum": list(DISTRIBUTIONS), "description": "How likely values in between are."},
        "among": {"type": "array", "items": value, "minItems": 2, "description": "What it may be."},
        "weights": {"type": "array", "items": {"type": "number", "minimum": 0}, "description": "How likely each of them is."},
    }
    return {
        "type": "object",
        "properties": {"value": value, **doubt, "source": text, "grade": {"enum": list(GRADES)}, "note": text},
        "anyOf": [{"required": [key]} for key in ("value", "between", "among")],
        "additionalProperties": False,
    }
