"""spec/vectors/feed.json, which every implementation reads: `python3 -m unittest`, in the folder above."""

import base64
import json
import unittest
from pathlib import Path

from lostwax.pins import PinSet
from lostwax.position import FeedError, Position
from lostwax.snapshot import read_snapshot
from lostwax.static_feed import Pointer

VECTORS = json.loads((Path(__file__).parents[3] / "spec" / "vectors" / "feed.json").read_text())


def load(vector) -> PinSet:
    return read_snapshot(base64.b64decode(vector["snapshot"]), VECTORS["issuer"], vector["feed"] == "full")


def apply(pins: PinSet, lines) -> None:
    pins.change(lines["event"], lines["data"], lines.get("check"), Position.parse(lines["id"]))


class Vectors(unittest.TestCase):
    def assert_holds(self, pins: PinSet, vector) -> None:
        held = sorted(base64.urlsafe_b64encode(pin).rstrip(b"=").decode() for pin in pins.pins)
        self.assertEqual((str(pins.position), held), (vector["position"], sorted(vector["pins"])), vector["name"])

    def test_good_snapshots_are_read(self) -> None:
        for vector in VECTORS["snapshots"]["good"]:
            with self.subTest(vector["name"]):
                self.assert_holds(load(vector), vector)

    def test_bad_snapshots_are_refused(self) -> None:
        for vector in VECTORS["snapshots"]["bad"]:
            with self.subTest(vector["name"]), self.assertRaises(FeedError):
                load(vector)

    def test_good_changes_are_applied(self) -> None:
        for vector in VECTORS["changes"]["good"]:
            with self.subTest(vector["name"]):
                pins = load(vector)
                for lines in vector["events"]:
                    apply(pins, lines)
                self.assert_holds(pins, vector)

    def test_a_bad_change_is_refused_and_changes_nothing(self) -> None:
        for vector in VECTORS["changes"]["bad"]:
            with self.subTest(vector["name"]):
                pins = load(vector)
                before = (pins.position, set(pins.pins))
                with self.assertRaises(FeedError):
                    apply(pins, vector["event"])
                self.assertEqual((pins.position, set(pins.pins)), before)

    def test_good_pointers_are_read(self) -> None:
        for vector in VECTORS["pointers"]["good"]:
            with self.subTest(vector["name"]):
                read = Pointer.parse(vector["text"].encode(), VECTORS["issuer"])
                named = {"position": str(read.position), "snapshot": str(read.snapshot), "from": str(read.segment)}
                self.assertEqual(named, {name: vector[name] for name in named})
                self.assertEqual((read.at * 1000, read.every), (vector["at"], vector["every"]))

    def test_bad_pointers_are_refused(self) -> None:
        for vector in VECTORS["pointers"]["bad"]:
            with self.subTest(vector["name"]), self.assertRaises(FeedError):
                Pointer.parse(vector["text"].encode(), VECTORS["issuer"])
