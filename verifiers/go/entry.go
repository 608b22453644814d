package lostwax

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
)

type pin [sha256.Size]byte

func (p pin) short() (s [shortPin]byte) { copy(s[:], p[:]); return }

// record is an entry of the full feed (spec/feed.md §5).
type record struct {
	Pin      string         `json:"pin"`
	Method   string         `json:"method"`
	ID       string         `json:"kid"`
	Customer string         `json:"customer"`
	Audience string         `json:"aud"`
	Scopes   []string       `json:"scopes"`
	Claims   map[string]any `json:"claims"`
	Expires  int64          `json:"exp"`
}

// methods are those whose keys this verifier checks. It ignores entries of others.
var methods = []string{"signed", "opaque", "shared-signed"}

// whole tells whether the record of a key that enters the set has all that Check answers with.
func (r *record) whole() bool {
	return r.ID != "" && r.Customer != "" && r.Scopes != nil && r.Claims != nil
}

// entry is a pin as a change or a snapshot names it; record is nil in the public feed.
type entry struct {
	pin     pin
	record  *record
	foreign bool
}

// readEntry reads an entry of the full feed. One that leaves the set has fewer members.
func readEntry(data []byte, enters bool) (entry, error) {
	var kind struct{ Method string }
	if json.Unmarshal(data, &kind) != nil || kind.Method == "" {
		return entry{}, feedError("malformed record")
	}
	if !slices.Contains(methods, kind.Method) {
		return entry{foreign: true}, nil
	}
	e := entry{record: &record{}}
	if json.Unmarshal(data, e.record) != nil || (enters && !e.record.whole()) {
		return entry{}, feedError("malformed record")
	}
	return e, decodeInto(e.pin[:], e.record.Pin)
}

// effect is what the entry's coming or going changes in the digest.
func (e entry) effect() (change [shortPin]byte) {
	if !e.foreign && (e.record == nil || e.record.Method == "signed") {
		change = e.pin.short()
	}
	return
}

func xor(a, b [shortPin]byte) [shortPin]byte {
	for i := range a {
		a[i] ^= b[i]
	}
	return a
}
