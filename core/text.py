"""Text as people type it: full-width signs folded."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold_width(text: str) -> str:
    """Full-width Latin letters, figures, signs and spaces as plain ones; nothing else changed."""
    return text.translate(_NARROW)
