"""Holds what was read and painted against what is known to be true."""

import os
import re
import unicodedata

import cv2
import numpy as np

from tasks.case.address import split_address

SOME_SAMPLES = os.environ.get("KAIJI_TEST_SAMPLES") == "some"  # `make test`; CI reads them all
DARK = 70  # black, give or take what compression adds


def plain(text):
    """A text for comparing: one width, no spaces."""
    return re.sub(r"[\s・,]", "", unicodedata.normalize("NFKC", str(text))).upper()


def same_value(name, field, wanted):
    """Whether a field holds the wanted value, by its canonical form where it has one."""
    if name.endswith(".address"):
        return split_address(field.value) == split_address(wanted) or plain(field.value) == plain(wanted)
    return plain(wanted) in {plain(field.normalized or ""), plain(field.value)}


def share_painted(picture, poly):
    """The share of a quadrilateral (fractions of the page) that is flat black in the redacted picture."""
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.array([[x * width, y * height] for x, y in poly], np.int32)], 255)
    inside = picture[mask > 0]
    return float((inside.max(axis=1) < DARK).mean()) if inside.size else 1.0
