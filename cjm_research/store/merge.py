"""Put new values into a YAML file a person wrote: their comments, order and quoting stay where nothing changed."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import ScalarString
from ruamel.yaml.tokens import CommentToken

from cjm_research.store.document import plain


def merge(old: CommentedMap, full: dict[str, Any], brief: dict[str, Any]) -> None:
    """Change ``old`` in place so that it says what ``full`` says.

    Parameters
    ----------
    old
        The file as it was read.
    full
        Every field with its value.
    brief
        Only the fields that are not at their default: a field the file does not have is added only if it is here.
    """
    for key in [key for key in old if key not in full]:
        del old[key]
    for key, value in full.items():
        if key in old:
            new = _merged(old[key], value, brief.get(key))
            if new is not old[key]:
                old[key] = new
        elif key in brief:
            old[key] = plain(brief[key])


def _merged(old: Any, full: Any, brief: Any) -> Any:
    if isinstance(old, CommentedMap) and isinstance(full, dict):
        merge(old, full, brief if isinstance(brief, dict) else {})
        return old
    if isinstance(old, CommentedSeq) and isinstance(full, list | tuple):
        return _merged_list(old, list(full), list(brief or full))
    fresh = plain(full)
    return old if _same(old, fresh) else _in_style_of(old, fresh)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return str(old) == str(new) or (_number(old) is not None and _number(old) == _number(new))
    return bool(old == new)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _in_style_of(old: Any, new: Any) -> Any:
    if isinstance(old, ScalarString) and isinstance(new, str) and "\n" not in old and "\n" not in new:
        return type(old)(new) if new.isprintable() else new
    return new


def _merged_list(old: CommentedSeq, full: list[Any], brief: list[Any]) -> CommentedSeq:
    if not any(isinstance(item, dict) for item in [*old, *full]):
        return old if list(map(str, old)) == [str(plain(item)) for item in full] else plain(full)
    before = [_identity(item, place) for place, item in enumerate(old)]
    after = [_identity(item, place) for place, item in enumerate(full)]
    kept = dict(zip(before, old, strict=True))
    items = []
    for name, item, short in zip(after, full, brief, strict=True):
        known = kept.pop(name, None)
        if isinstance(known, CommentedMap) and isinstance(item, dict):
            merge(known, item, short)
            items.append(known)
        else:
            items.append(plain(short))
    if before != after:
        _reorder(old, items)
    return old


def _identity(item: Any, place: int) -> Any:
    if isinstance(item, dict):
        return next((str(item[key]) for key in ("id", "text", "touchpoint", "code") if item.get(key)), place)
    return place


def _reorder(old: CommentedSeq, items: list[Any]) -> None:
    """Replace the items; a comment above an item moves with it, a comment of a removed item stays at its place."""
    above = {id(old[0]): _take_head(old)} if old else {}
    for place, item in enumerate(old[:-1]):
        above[id(old[place + 1])] = _take_trailing(item)
    tail = _take_trailing(old[-1]) if old else ""
    staying = {id(item) for item in items}
    orphans = "".join(text for item, text in above.items() if item not in staying)
    if items and above.get(id(items[0])) is None:
        above[id(items[0])], orphans = orphans, ""
    old[:] = items
    old.fa.set_block_style()
    if not items:
        return
    _put_head(old, above.get(id(items[0]), ""))
    for place, item in enumerate(items[:-1]):
        _add_trailing(item, above.get(id(items[place + 1]), ""))
    _add_trailing(items[-1], orphans + tail)


def _take_head(items: CommentedSeq) -> str:
    """Cut the comment lines between the list's name and its first item."""
    same_line, lines = items.ca.comment or (None, None)
    if same_line is not None:
        rest_of_line, newline, following = same_line.value.partition("\n")
        same_line.value = rest_of_line + newline
        return str(following)
    text = "".join(" " * token.start_mark.column + token.value for token in lines or [])
    if lines:
        lines[:] = [CommentToken("\n", CommentMark(0), None)]
    return text


def _put_head(items: CommentedSeq, text: str) -> None:
    if not text:
        return
    same_line, lines = items.ca.comment or (None, None)
    if same_line is None and lines is None:
        items.ca.comment = [
            None,
            [CommentToken(text.lstrip(" "), CommentMark(len(text) - len(text.lstrip(" "))), None)],
        ]
    elif same_line is not None:
        same_line.value += text
    elif lines is not None:
        lines[:] = [CommentToken(text.lstrip(" "), CommentMark(len(text) - len(text.lstrip(" "))), None)]


def _last_leaf(node: Any) -> tuple[Any, Any] | None:
    """Return the innermost container and key after which ruamel keeps the comments that follow a node."""
    if not isinstance(node, CommentedMap | CommentedSeq) or not node:
        return None
    key = list(node)[-1] if isinstance(node, CommentedMap) else len(node) - 1
    if isinstance(node[key], CommentedMap | CommentedSeq) and not node[key].fa.flow_style():
        return _last_leaf(node[key]) or (node, key)
    return node, key


def _slot(node: Any) -> int:
    return 2 if isinstance(node, CommentedMap) else 0


def _take_trailing(item: Any) -> str:
    leaf = _last_leaf(item)
    if leaf is None:
        return ""
    node, key = leaf
    tokens = node.ca.items.get(key)
    token = tokens[_slot(node)] if tokens else None
    if token is None:
        return ""
    same_line, newline, following = token.value.partition("\n")
    if same_line.strip():
        token.value = same_line + newline
    else:
        tokens[_slot(node)] = None
        if not any(tokens):
            del node.ca.items[key]
    return str(following)


def _add_trailing(item: Any, text: str) -> None:
    leaf = _last_leaf(item)
    if leaf is None or not text:
        return
    node, key = leaf
    tokens = node.ca.items.setdefault(key, [None, None, None, None])
    slot = _slot(node)
    if tokens[slot] is None:
        tokens[slot] = CommentToken("\n" + text, CommentMark(0), None)
    else:
        tokens[slot].value += text
