package lostwax

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"
)

// vector is one of spec/vectors/feed.json, which every implementation reads.
type vector struct {
	Name, Feed, Position string
	Snapshot             []byte
	Pins                 []string
	Events               []map[string]string
	Event                map[string]string
}

type vectors struct {
	Issuer             string
	Snapshots, Changes struct{ Good, Bad []vector }
	Pointers           struct{ Good, Bad []pointerVector }
}

type pointerVector struct {
	Name, Text, Position, Snapshot, From string
	At                                   int64
	Every                                float64
}

func readVectors(t *testing.T) (v vectors) {
	data, err := os.ReadFile("../../spec/vectors/feed.json")
	if err != nil {
		t.Skip("the vectors are in the repository of Lostwax: ", err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func applyTo(set *pinSet, lines map[string]string) error {
	at, err := parsePosition(lines["id"])
	if err != nil {
		return err
	}
	return set.change(lines["event"], lines["data"], lines["check"], at)
}

func held(set *pinSet) (pins []string) {
	for pin := range set.public {
		pins = append(pins, base64.RawURLEncoding.EncodeToString(pin[:]))
	}
	for pin := range set.full {
		pins = append(pins, base64.RawURLEncoding.EncodeToString(pin[:]))
	}
	slices.Sort(pins)
	return pins
}

func mustHold(t *testing.T, set *pinSet, v vector) {
	t.Helper()
	slices.Sort(v.Pins)
	if set.position.String() != v.Position || !slices.Equal(held(set), v.Pins) {
		t.Errorf("%s: it holds %v at %v", v.Name, held(set), set.position)
	}
}

func TestSnapshots(t *testing.T) {
	all := readVectors(t)
	for _, v := range all.Snapshots.Good {
		set, err := readSnapshot(v.Snapshot, all.Issuer, v.Feed == "full")
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		mustHold(t, set, v)
	}
	for _, v := range all.Snapshots.Bad {
		if _, err := readSnapshot(v.Snapshot, all.Issuer, v.Feed == "full"); !errors.Is(err, errFeed) {
			t.Errorf("%s: it is accepted, or refused otherwise: %v", v.Name, err)
		}
	}
}

func TestChanges(t *testing.T) {
	all := readVectors(t)
	start := func(v vector) *pinSet {
		set, err := readSnapshot(v.Snapshot, all.Issuer, v.Feed == "full")
		if err != nil {
			t.Fatal(v.Name, err)
		}
		return set
	}
	for _, v := range all.Changes.Good {
		set := start(v)
		for _, lines := range v.Events {
			if err := applyTo(set, lines); err != nil {
				t.Errorf("%s: %v", v.Name, err)
			}
		}
		mustHold(t, set, v)
	}
	for _, v := range all.Changes.Bad {
		set := start(v)
		before := vector{Name: v.Name, Position: set.position.String(), Pins: held(set)}
		if err := applyTo(set, v.Event); !errors.Is(err, errFeed) {
			t.Errorf("%s: it is accepted, or refused otherwise: %v", v.Name, err)
		}
		mustHold(t, set, before)
	}
}

func TestPointers(t *testing.T) {
	all := readVectors(t)
	for _, v := range all.Pointers.Good {
		p, err := parsePointer([]byte(v.Text), all.Issuer)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		read := pointerVector{v.Name, v.Text, p.position.String(), p.snapshot.String(), p.from.String(), p.at.UnixMilli(), p.every.Seconds()}
		if read != v {
			t.Errorf("%s: it is read as %v", v.Name, read)
		}
	}
	for _, v := range all.Pointers.Bad {
		if _, err := parsePointer([]byte(v.Text), all.Issuer); !errors.Is(err, errFeed) {
			t.Errorf("%s: it is accepted, or refused otherwise: %v", v.Name, err)
		}
	}
}
