package lostwax

import (
	"fmt"
	"hash/crc32"
)

// pinSet is the valid keys at one position: in short for the public feed, with records for the full one.
type pinSet struct {
	position position
	public   map[[shortPin]byte]struct{}
	full     map[pin]*record
}

func newPinSet(at position, full bool) *pinSet {
	if full {
		return &pinSet{position: at, full: map[pin]*record{}}
	}
	return &pinSet{position: at, public: map[[shortPin]byte]struct{}{}}
}

func (s *pinSet) has(p pin) (*record, bool) {
	if s.full != nil {
		found, ok := s.full[p]
		return found, ok
	}
	_, ok := s.public[p.short()]
	return nil, ok
}

func (s *pinSet) put(e entry) {
	if s.full != nil {
		s.full[e.pin] = e.record
	} else {
		s.public[e.pin.short()] = struct{}{}
	}
}

func (s *pinSet) drop(e entry) {
	if s.full != nil {
		delete(s.full, e.pin)
	} else {
		delete(s.public, e.pin.short())
	}
}

// change applies the change after the current position, or changes nothing.
func (s *pinSet) change(event, data, check string, at position) error {
	if !at.sameHistory(s.position) || at.seq != s.position.seq+1 {
		return feedError("a change is missing")
	}
	var e entry
	var err error
	switch {
	case event == "other":
	case event != "add" && event != "remove":
		return feedError("unknown event")
	case s.full == nil:
		err = decodeInto(e.pin[:shortPin], data)
	case check != fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(data))):
		err = feedError("the record's checksum differs")
	default:
		e, err = readEntry([]byte(data))
	}
	if err != nil {
		return err
	}
	_, present := s.has(e.pin)
	changes := event != "other" && (e.record == nil || e.record.known()) && present == (event == "remove")
	digest := s.position.digest
	if changes {
		digest = xor(digest, e.effect())
	}
	if digest != at.digest {
		return feedError("the digest differs")
	}
	if changes && event == "add" {
		s.put(e)
	} else if changes {
		s.drop(e)
	}
	s.position = at
	return nil
}
