"""The colours of verdicts and of signs stay apart for colour-blind readers, and can be read in light and dark."""

from __future__ import annotations

import itertools
import re

import pytest

from checkout import ROOT

CSS = ROOT / "scripts" / "bevo" / "site" / "static" / "site.css"
SIGNS_JS = ROOT / "web" / "src" / "pictures" / "signs.js"

Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1.0, on linear RGB.
SIGHT: dict[str, tuple[Triple, Triple, Triple]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)

MEANINGS = ("gain", "loss", "promotes", "inhibits", "mixed")
GROUNDS = ("bg", "surface", "raised")
FAR = 20  # CIE 1976: 2.3 is a just noticeable difference side by side
FAR_FROM_GREY = 9  # grey means neither, and its lines are dotted


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light page, of the dark one that the system asks for, and of the dark one that is chosen."""
    blocks = re.findall(r":root[^{]*\{([^}]*--gain:[^}]*)\}", CSS.read_text(encoding="utf-8"))
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    return dict(zip(("light", "dark by the system", "dark by choice"), found, strict=True))


def linear(colour: str) -> Triple:
    r, g, b = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))

    def one(c: float) -> float:
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    return one(r), one(g), one(b)


def times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def lab(rgb: Triple) -> Triple:
    """CIELAB, D65."""
    ratios = (value / white for value, white in zip(times(TO_XYZ, rgb), WHITE, strict=True))
    x, y, z = (r ** (1 / 3) if r > 216 / 24389 else (24389 / 27 * r + 16) / 116 for r in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> Triple:
    r, g, b = (min(max(c, 0), 1) for c in times(SIGHT[sight], linear(colour)))
    return lab((r, g, b))


def difference(one: str, other: str, sight: str) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def contrast(one: str, other: str) -> float:
    """WCAG 2, from 1 to 21."""
    dark, light = sorted(times(TO_XYZ, linear(colour))[1] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_the_measures_are_right() -> None:
    assert lab((1, 1, 1)) == pytest.approx((100, 0, 0), abs=0.1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert difference("#ff0000", "#00ff00", "all cones") == pytest.approx(170.6, abs=0.5)
    red, green = "#c00000", "#5a7a00"  # a pair that many figures use
    assert difference(red, green, "all cones") > 60 > FAR > difference(red, green, "deuteranopia")


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_meanings_look_alike(theme: str, sight: str) -> None:
    colours = themes()[theme]
    near = {
        (a, b): round(away, 1)
        for a, b in itertools.combinations(MEANINGS, 2)
        if (away := difference(colours[a], colours[b], sight)) < FAR
    }
    assert near == {}
    assert all(difference(colours[name], colours["neutral"], sight) >= FAR_FROM_GREY for name in MEANINGS)


@pytest.mark.parametrize("theme", themes())
def test_every_meaning_can_be_read_on_every_ground(theme: str) -> None:
    colours = themes()[theme]
    weak = {
        (name, ground): round(ratio, 2)
        for name in (*MEANINGS, "neutral")
        for ground in (*GROUNDS, *([f"{name}-soft"] if f"{name}-soft" in colours else []))
        if name != "neutral" or ground in GROUNDS
        if (ratio := contrast(colours[name], colours[ground])) < 4.5
    }
    assert weak == {}
    assert contrast(colours["fg"], colours["neutral-soft"]) >= 4.5


def test_both_dark_themes_are_the_same_and_files_have_the_colours_of_the_light_page() -> None:
    light, system, choice = themes().values()
    assert system == choice
    told = dict(re.findall(r'"--([\w-]+)", "(#[0-9a-f]{6})"', SIGNS_JS.read_text(encoding="utf-8")))
    assert {*MEANINGS, "neutral", "fg", "surface"} <= told.keys()
    assert told == {name: light[name] for name in told}
