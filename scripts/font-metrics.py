#!/usr/bin/env python3
"""Writes the advance widths of Liberation Sans as Swift, for text in figures.

    pip install fonttools
    scripts/font-metrics.py REGULAR.ttf BOLD.ttf \
        > Sources/PanelDocument/Figures/Text/LiberationSans.swift

Advance widths are in units of 1/2048 em, one list per run of Unicode scalars. A zero in the
list is a scalar that the font does not have.
"""

import sys

import fontTools
from fontTools.ttLib import TTFont

RUNS = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1 to Latin Extended-B
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E80, 0x1EF9),  # Latin Extended Additional, the part with Vietnamese
    (0x2010, 0x2044),  # dashes, quotes, dots
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x20A0, 0x20B5),  # currency
    (0x2190, 0x2195),  # arrows
    (0x2200, 0x2265),  # mathematical operators
]


def widths(path):
    font = TTFont(path)
    assert font["head"].unitsPerEm == 2048
    glyphs, advances = font.getBestCmap(), font["hmtx"].metrics
    runs = []
    for first, last in RUNS:
        codes = range(first, last + 1)
        runs.append((first, [advances[glyphs[c]][0] if c in glyphs else 0 for c in codes]))
    version = font["name"].getDebugName(5)
    return runs, version


def wrapped(numbers):
    lines, line = [], "       "
    for number in numbers:
        piece = f" {number},"
        if len(line) + len(piece) > 100:
            lines.append(line)
            line = "       "
        line += piece
    return lines + [line]


def table(name, comment, runs):
    print(f"  /// {comment}")
    print(f"  static let {name}: [WidthRun] = [")
    for first, numbers in runs:
        print(f"    WidthRun(\n      first: 0x{first:04X},\n      widths: [")
        print("\n".join(wrapped(numbers)))
        print("      ]),")
    print("  ]")


regular, version = widths(sys.argv[1])
bold, _ = widths(sys.argv[2])
print("// Written by scripts/font-metrics.py; do not edit.")
print(f"// Source: Liberation Sans, {version}; SIL Open Font License 1.1,")
print("// copyright 2010 Google Corporation, 2012 Red Hat, Inc. Read with fontTools "
      f"{fontTools.version}.")
print("// swift-format-ignore-file")
print()
print("/// Advance widths of Liberation Sans, whose metrics are those of Arial, in 1/2048 em.")
print("enum LiberationSans {")
table("regular", "Upright, regular weight.", regular)
print()
table("bold", "Upright, bold weight.", bold)
print("}")
