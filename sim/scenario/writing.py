"""A scenario as text of one file, with nothing left to look up."""

from __future__ import annotations

import json
import re
from typing import Any

from .doubts import doubt_in_words
from .tree import Branch, Leaf, Listing, Node

EVIDENCE = ("source", "grade", "note")
NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # JSON may hold these as they are, YAML may not


def written(tree: Branch) -> str:
    """Write a merged tree as JSON, which is YAML too: values as their author wrote them, sources and grades beside."""
    text = json.dumps(_plain(tree), indent=1, ensure_ascii=False)
    return NOT_PRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(node: Node) -> Any:
    value: Any
    if isinstance(node, Branch):
        value = {key: _plain(item) for key, item in node.items.items()}
    elif isinstance(node, Listing):
        value = [_plain(item) for item in node.items]
    else:
        assert isinstance(node, Leaf)
        value = node.value
    doubt = doubt_in_words(node.doubt) if isinstance(node, Leaf) and node.doubt is not None else {}
    if node.evidence is None and not doubt:
        return value
    said = {key: text for key in EVIDENCE if (text := getattr(node.evidence, key, None)) is not None}
    return {"value": value, **doubt, **(said or ({} if doubt else {"note": None}))}
