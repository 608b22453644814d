package lostwax

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
)

const mostEntryBytes = 65_536

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
		} else if e, err = readEntry(body[:size], true); err != nil {
			return digest, count, err
		}
		body = body[size:]
		if e.foreign {
			continue
		}
		if _, present := s.has(e.pin); present {
			return digest, count, feedError("the snapshot contains a pin twice")
		}
		s.put(e)
		digest = xor(digest, e.effect())
	}
	return digest, count, nil
}
