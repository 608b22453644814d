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
	if event == "other" {
		// It can be a change of a key whose record is damaged: only the authority knows the digest after it.
		s.position = at
		return nil
	}
	e, err := s.read(event, data, check)
	if err != nil {
		return err
	}
	// An entry counts in the digest even if it changes nothing: the add that a remove undoes may have been left out.
	if xor(s.position.digest, e.effect()) != at.digest {
		return feedError("the digest differs")
	}
	if _, present := s.has(e.pin); !e.foreign && present == (event == "remove") {
		if event == "add" {
			s.put(e)
		} else {
			s.drop(e)
		}
	}
	s.position = at
	return nil
}

func (s *pinSet) read(event, data, check string) (e entry, err error) {
	switch {
	case event != "add" && event != "remove":
		return e, feedError("unknown event")
	case s.full == nil:
		return e, decodeInto(e.pin[:shortPin], data)
	case check != fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(data))):
		return e, feedError("the record's checksum differs")
	}
	return readEntry([]byte(data), event == "add")
}
