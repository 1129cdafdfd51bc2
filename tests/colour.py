"""How colours look: contrast, distance, and what colour-blind eyes see.

Colours are triples of 0-255 in sRGB. Contrast is WCAG 2.2's; distance is CIEDE2000 (D65), where 1
is just noticed and neighbouring hues of a well made legend are 10 or more apart.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
Lab: TypeAlias = tuple[float, float, float]

# Machado, Oliveira & Fernandes (2009), "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", severity 1.0; for linear RGB.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def colour(hexadecimal: str) -> Colour:
    """The colour of ``#rrggbb``."""
    digits = hexadecimal.removeprefix("#")
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def between(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of one colour and the rest of the other, as a terminal mixes them to dim."""
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in zip(one, other, strict=True))
    return red, green, blue


def seen_with(blindness: str, seen: Colour) -> Colour:
    """A colour as it looks to an eye with ``blindness``."""
    linear = [_linear(value) for value in seen]
    rows = BLINDNESS[blindness]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows]
    red, green, blue = (round(255 * _encoded(min(max(value, 0.0), 1.0))) for value in mixed)
    return red, green, blue


def distance(one: Colour, other: Colour) -> float:
    """CIEDE2000 of two colours."""
    return difference(_lab(one), _lab(other))


def difference(one: Lab, other: Lab) -> float:
    """CIEDE2000, as Sharma, Wu & Dalal (2005) write it out."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    middle = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    weight = (
        1
        - 0.17 * cos(radians(middle - 30))
        + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6))
        - 0.20 * cos(radians(4 * middle - 63))
    )
    by_light = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    by_chroma, by_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    turned = 60 * exp(-(((middle - 275) / 25) ** 2))
    blue = -sin(radians(turned)) * 2 * sqrt(chroma**7 / (chroma**7 + 25.0**7))
    parts = (l2 - l1) / by_light, (c2 - c1) / by_chroma, hue / by_hue
    return sqrt(sum(part**2 for part in parts) + blue * parts[1] * parts[2])


def _luminance(seen: Colour) -> float:
    return sum(a * _linear(b) for a, b in zip(_XYZ[1], seen, strict=True))


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _encoded(share: float) -> float:
    return 12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055


def _lab(seen: Colour) -> Lab:
    linear = [_linear(value) for value in seen]
    scaled = (
        sum(a * b for a, b in zip(row, linear, strict=True)) / white
        for row, white in zip(_XYZ, _WHITE, strict=True)
    )
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
