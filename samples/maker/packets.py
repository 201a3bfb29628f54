"""Every sample packet by name, in the order in which they are made; whoever must be found in the held data."""

import random
from collections.abc import Callable

from maker.first_packets import FIRST
from maker.later_packets import LATER
from maker.other_packets import OTHERS, RECORDS
from maker.packet import Packet
from maker.people import make_child, make_person, make_resident
from maker.prescribed import forms_are_printed
from maker.prescribed_packets import PRESCRIBED
from maker.rococo_packets import ROCOCO

PACKETS: dict[str, Callable[[random.Random], Packet]] = FIRST | ROCOCO | OTHERS | LATER
if forms_are_printed():
    PACKETS |= PRESCRIBED
PACKETS |= RECORDS
HELD = (
    make_child(make_person(59), 93),
    *(make_person(number) for number in (51, 54, 57, 61, 63, 66, 68, 72, 73, 74, 75, 76, 78, 79, 80)),
    *(make_resident(number) for number in range(8)),
)
