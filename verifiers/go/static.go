package lostwax

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	pointerPath = "/feed/pointer.json"
	mostPointer = 4096
	mostSegment = 16 << 20
	mostAhead   = 10 * time.Second
)

// gone are the statuses of a file that was deleted: the pointer that named it is old, or the chain of segments is broken.
var gone = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone}

// pointer is that of a static feed (spec/feed.md §8). The segment that starts at from holds the first change after the snapshot.
type pointer struct {
	position, snapshot, from position
	at                       time.Time
	every                    time.Duration
}

// staticFeed is what is known about the public feed as files. The follower's lock guards latest and newest.
type staticFeed struct {
	started time.Time
	least   *time.Duration
	begin   *pointer
	latest  *pointer
	newest  time.Time
	heard   chan struct{}
}

func newStaticFeed() *staticFeed {
	return &staticFeed{started: time.Now(), heard: make(chan struct{}, 1)}
}

func isPointer(address string) bool { return strings.HasSuffix(address, pointerPath) }

func parsePointer(data []byte, issuer string) (*pointer, error) {
	var given struct {
		Static                 int
		Issuer, Feed, Position string
		At                     *int64
		Every                  float64
		Snapshot               struct{ Position, From string }
	}
	if json.Unmarshal(data, &given) != nil || given.Static != 1 || given.Feed != "public" {
		return nil, feedError("not a pointer of a static feed")
	}
	if given.Issuer != issuer {
		return nil, feedError("the static feed's issuer is %q, not %q", given.Issuer, issuer)
	}
	if given.At == nil || *given.At < 0 || !(given.Every >= 1 && given.Every <= 60) {
		return nil, feedError("malformed pointer")
	}
	p := &pointer{at: time.UnixMilli(*given.At), every: time.Duration(given.Every * float64(time.Second))}
	var err [3]error
	p.position, err[0] = parsePosition(given.Position)
	p.snapshot, err[1] = parsePosition(given.Snapshot.Position)
	p.from, err[2] = parsePosition(given.Snapshot.From)
	return p, errors.Join(err[:]...)
}

func (f *follower) fetchPointer(ctx context.Context) (*pointer, error) {
	ctx, cancel := context.WithTimeout(ctx, min(5*time.Second, f.options.MaxStale))
	defer cancel()
	data, err := f.whole(ctx, "/pointer.json", mostPointer)
	if err != nil {
		return nil, err
	}
	return parsePointer(data, f.options.Issuer)
}

// askPointer takes the place of a request for the head. before is the own position when it begins.
func (f *follower) askPointer(ctx context.Context, before *position) error {
	sent := time.Now()
	p, err := f.fetchPointer(ctx)
	if err != nil {
		return err
	}
	age, err := f.static.ageOf(p.at, sent)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if p.at.Before(f.static.newest) && before != nil && behind(p.position, *before) {
		// An old pointer from a cache says nothing about the authority.
		return errors.New("the pointer is old")
	}
	if p.at.After(f.static.newest) {
		f.static.newest = p.at
	}
	f.static.latest = p
	select {
	case f.static.heard <- struct{}{}:
	default:
	}
	if age > f.options.MaxStale {
		return fmt.Errorf("the pointer is %v old", age.Round(time.Second))
	}
	f.heard(asked{sent.Add(-age), p.position}, before)
	return nil
}

// ageOf is never less than the pointer's age can have been when it was requested. Only one goroutine calls it.
func (s *staticFeed) ageOf(at, sent time.Time) (time.Duration, error) {
	if time.Until(at) > mostAhead {
		return 0, feedError("the pointer is from the future: synchronize the clocks of this machine and of the publisher")
	}
	difference := sent.Sub(s.started) - time.Duration(at.UnixNano())
	if s.least == nil || difference < *s.least {
		s.least = &difference
	}
	return max(sent.Round(0).Sub(at), difference-*s.least), nil
}

// staticChanges applies the changes as they are published.
func (f *follower) staticChanges(ctx context.Context, working *pinSet, alive func()) error {
	for ctx.Err() == nil {
		f.mu.RLock()
		latest, from, reload := f.static.latest, working.position, f.reload
		f.mu.RUnlock()
		if reload {
			return nil
		}
		if latest == nil || !from.sameHistory(latest.position) || applied(latest.position, from) {
			select {
			case <-f.static.heard:
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
			continue
		}
		if err := f.segment(ctx, working, from); err != nil {
			return err
		}
		alive()
	}
	return ctx.Err()
}

func (f *follower) segment(ctx context.Context, working *pinSet, from position) error {
	start := from
	if begin := f.static.begin; begin != nil && begin.snapshot == from {
		start = begin.from
	}
	data, err := f.whole(ctx, "/changes/"+start.String()+".events", mostSegment)
	if err != nil {
		return err
	}
	err = readEvents(bytes.NewReader(data), func(fields map[string]string) error {
		at, err := parsePosition(fields["id"])
		if err == nil && at.sameHistory(from) && at.seq <= from.seq {
			// The segment begins before the snapshot.
			return nil
		}
		return f.apply(working, fields)
	}, func() bool { return true })
	if err == nil && working.position.seq == from.seq {
		return feedError("a segment has no changes")
	}
	return err
}

func isGone(status int) bool { return slices.Contains(gone, status) }
