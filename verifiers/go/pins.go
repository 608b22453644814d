package lostwax

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"regexp"
	"strconv"
)

const (
	shortPin       = 16
	mostEntryBytes = 65_536
)

// errFeed means that the feed's answer can't be used; the set stays as it is.
var errFeed = errors.New("the feed can't be followed")

func feedError(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errFeed, fmt.Sprintf(format, args...))
}

var positionForm = regexp.MustCompile(`^([0-9a-f]{16})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.([A-Za-z0-9_-]{22})$`)

type position struct {
	lineage string
	epoch   uint64
	seq     uint64
	digest  [shortPin]byte
}

func parsePosition(text string) (position, error) {
	parts := positionForm.FindStringSubmatch(text)
	if parts == nil {
		return position{}, feedError("malformed position")
	}
	p := position{lineage: parts[1]}
	p.epoch, _ = strconv.ParseUint(parts[2], 10, 64)
	p.seq, _ = strconv.ParseUint(parts[3], 10, 64)
	return p, decodeInto(p.digest[:], parts[4])
}

func (p position) String() string {
	return fmt.Sprintf("%s.%d.%d.%s", p.lineage, p.epoch, p.seq, base64.RawURLEncoding.EncodeToString(p.digest[:]))
}

func (p position) sameHistory(other position) bool {
	return p.lineage == other.lineage && p.epoch == other.epoch
}

// decodeInto reads base64url in its one spelling, of exactly len(target) bytes.
func decodeInto(target []byte, text string) error {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(data) != len(target) {
		return feedError("not base64url of the expected length")
	}
	copy(target, data)
	return nil
}

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

type snapshotHeader struct {
	Issuer   string `json:"issuer"`
	Feed     string `json:"feed"`
	Position string `json:"position"`
	Count    int    `json:"count"`
	Bytes    int    `json:"bytes"`
	LeftOut  bool   `json:"leftOut"`
}

// readSnapshot reads a whole snapshot (spec/feed.md §3).
func readSnapshot(data []byte, issuer string, full bool) (*pinSet, error) {
	if len(data) < 44 || string(data[:8]) != "LWXSNAP2" {
		return nil, feedError("not a snapshot")
	}
	content, sum := data[:len(data)-32], [32]byte(data[len(data)-32:])
	length := binary.LittleEndian.Uint32(data[8:])
	if sha256.Sum256(content) != sum || length > 4096 || int(length)+12 > len(content) {
		return nil, feedError("the snapshot is damaged")
	}
	var header snapshotHeader
	if json.Unmarshal(content[12:12+length], &header) != nil {
		return nil, feedError("malformed snapshot header")
	}
	if header.Issuer != issuer {
		return nil, feedError("the snapshot is of %q, not of %q", header.Issuer, issuer)
	}
	body := content[12+length:]
	if header.Bytes != len(body) || header.Feed != map[bool]string{true: "full", false: "public"}[full] {
		return nil, feedError("the snapshot's header does not fit its entries")
	}
	at, err := parsePosition(header.Position)
	if err != nil {
		return nil, err
	}
	set := newPinSet(at, full)
	digest, count, err := set.fill(body)
	if err != nil {
		return nil, err
	}
	if count != header.Count || (digest != at.digest && !header.LeftOut) {
		return nil, feedError("the snapshot's entries do not add up")
	}
	return set, nil
}

func (s *pinSet) fill(body []byte) (digest [shortPin]byte, count int, err error) {
	for ; len(body) > 0; count++ {
		var e entry
		size := shortPin
		if s.full != nil && len(body) >= 4 {
			size = int(binary.LittleEndian.Uint32(body))
			body = body[4:]
		}
		if size > mostEntryBytes || size > len(body) {
			return digest, count, feedError("the snapshot ends within an entry")
		}
		if s.full == nil {
			copy(e.pin[:], body[:size])
		} else if e, err = readEntry(body[:size]); err != nil {
			return digest, count, err
		}
		body = body[size:]
		if _, present := s.has(e.pin); !present && (e.record == nil || e.record.known()) {
			s.put(e)
			digest = xor(digest, e.effect())
		}
	}
	return digest, count, nil
}
