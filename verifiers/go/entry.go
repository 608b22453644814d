package lostwax

import (
	"crypto/sha256"
	"encoding/json"
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

func (r *record) known() bool {
	return r.Method == "signed" || r.Method == "opaque" || r.Method == "shared-signed"
}

// entry is a pin as a change or a snapshot names it; record is nil in the public feed.
type entry struct {
	pin    pin
	record *record
}

func readEntry(data []byte) (e entry, err error) {
	e.record = &record{}
	if json.Unmarshal(data, e.record) != nil {
		return e, feedError("malformed record")
	}
	return e, decodeInto(e.pin[:], e.record.Pin)
}

// effect is what the entry's coming or going changes in the digest.
func (e entry) effect() (change [shortPin]byte) {
	if e.record == nil || e.record.Method == "signed" {
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
