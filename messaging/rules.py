"""Pure rules of message texts: their length and what they cost to send (M7)."""

SINGLE = 70  # UTF-16 units in a message that goes as one
PART = 67  # … in each part of a longer one; the rest holds the parts together
LONGEST = 500  # signature and opt-out included


def units(text: str) -> int:
    """The length as a carrier counts it: UTF-16 units, two for most emoji and rare characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str) -> int:
    """How many messages a text is billed as, signature and opt-out included; 0 for none (M7)."""
    length = units(text)
    return -(-length // PART) if length > SINGLE else min(length, 1)
