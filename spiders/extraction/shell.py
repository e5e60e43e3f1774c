"""Pages that are the empty shell of a program: only a browser that runs it can show their text."""

from __future__ import annotations

from lxml.html import HtmlElement

from spiders.extraction.walls import asks_for_script

# Where the common frameworks put what they make, by id.
_MOUNTS = frozenset(
    {"root", "app", "__next", "__nuxt", "___gatsby", "app-root", "react-root", "main-app", "svelte", "q-app"}
)
_LITTLE = 400
_LEAST_SCRIPTS = 3
_MOST_LOOKED_AT = 5000


def explain_shell(tree: HtmlElement, *, shown: int) -> str | None:
    """Return why the page needs a browser, None where it does not; `shown` counts the characters that it shows."""
    if any(asks_for_script(node.text_content()) for node in tree.iter("noscript")) and shown < _LITTLE:
        return "its text asks for JavaScript"
    mount = next(
        (node for number, node in enumerate(tree.iter()) if number < _MOST_LOOKED_AT and _is_mount(node)), None
    )
    scripts = sum(1 for _ in tree.iterfind(".//script[@src]")) + sum(
        1 for _ in tree.iterfind(".//link[@rel='modulepreload']")
    )
    if mount is not None and scripts and shown < _LITTLE:
        return f"its element {mount.get('id') or mount.tag!r} is empty and is filled by scripts"
    if scripts >= _LEAST_SCRIPTS and not shown:
        return f"it has no text and {scripts} scripts"
    return None


def _is_mount(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str):
        return False
    named = (node.get("id") or "").lower() in _MOUNTS or node.tag == "app-root" or node.get("ng-app") is not None
    return named and not (node.text or "").strip() and sum(len(text.strip()) for text in _texts(node)) < _LITTLE


def _texts(node: HtmlElement) -> list[str]:
    return [
        text
        for child in node.iter()
        if child.tag not in {"script", "style"}
        for text in (child.text or "", child.tail or "")
    ]
