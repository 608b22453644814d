package lostwax

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

const shortPin = 16

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
