"""Roman numerals, as labels ("IV.") and congresses ("Đại hội XIII") have them."""

from __future__ import annotations

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman_value(letters: str) -> int:
    """The value of a numeral in small or capital letters; ``KeyError`` for any other letter.

    >>> roman_value("XIV")
    14
    """
    values = [_VALUES[letter] for letter in letters.lower()]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
