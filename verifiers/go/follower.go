package lostwax

import (
	"context"
	"errors"
	"math/rand"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	idle       = 15 * time.Second
	behindTime = 30 * time.Second
	mostLine   = 66_560
)

type asked struct {
	sent time.Time
	head position
}

// follower keeps a pinSet equal to the authority's and knows how fresh it is (spec/feed.md §4 and §6).
type follower struct {
	options  Options
	client   *http.Client
	ready    chan struct{}
	mu       sync.RWMutex
	set      *pinSet
	freshAt  time.Time
	behindAt time.Time
	pending  []asked
	reload   bool
	base     string
	static   *staticFeed
}

func newFollower(options Options) *follower {
	client := &http.Client{
		Transport:     &http.Transport{ResponseHeaderTimeout: idle, TLSHandshakeTimeout: idle, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	f := &follower{options: options, client: client, ready: make(chan struct{}), base: options.Address}
	if isPointer(options.Address) {
		f.base, f.static = strings.TrimSuffix(options.Address, "/pointer.json"), newStaticFeed()
	}
	return f
}

// since takes the longer of two clocks: Go's monotonic one stands still while the machine sleeps.
func since(moment time.Time) time.Duration {
	return max(time.Since(moment), time.Now().Round(0).Sub(moment.Round(0)))
}

// fresh requires f.mu.
func (f *follower) fresh() bool {
	if !f.behindAt.IsZero() && since(f.behindAt) >= min(behindTime, f.options.MaxStale) {
		return false
	}
	return !f.freshAt.IsZero() && since(f.freshAt) <= f.options.MaxStale
}

func (f *follower) get(ctx context.Context, path string, withKey bool) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.base+path, nil)
	if err != nil {
		return nil, err
	}
	if withKey && f.options.FeedKey != "" {
		request.Header.Set("Authorization", "Bearer "+f.options.FeedKey)
	}
	if path == "/pointer.json" {
		request.Header.Set("Cache-Control", "no-cache")
	}
	return f.client.Do(request)
}

func (f *follower) path(path string) string {
	if f.options.FeedKey != "" {
		return "/feed/full" + path
	}
	return "/feed" + path
}

func (f *follower) follow(ctx context.Context) {
	var working *pinSet
	for wait := 100 * time.Millisecond; ctx.Err() == nil; wait = min(2*wait, 5*time.Second) {
		err := f.step(ctx, &working, func() { wait = 100 * time.Millisecond })
		if errors.Is(err, errFeed) {
			// It can't be told which side is wrong, so the next set comes from a snapshot.
			working = nil
		}
		if err != nil && ctx.Err() == nil {
			f.options.OnError(err)
		}
		pause(ctx, wait/2+time.Duration(rand.Int63n(int64(wait/2))))
	}
}

func (f *follower) step(ctx context.Context, working **pinSet, alive func()) error {
	f.mu.Lock()
	reload := f.reload
	f.reload = false
	f.mu.Unlock()
	if *working == nil || reload {
		set, err := f.load(ctx)
		if err != nil {
			return err
		}
		*working = set
		if err := f.adopt(set); err != nil {
			return err
		}
	}
	return f.changes(ctx, *working, alive)
}

func (f *follower) apply(working *pinSet, fields map[string]string) error {
	at, err := parsePosition(fields["id"])
	if err != nil {
		return err
	}
	f.mu.Lock()
	err = working.change(fields["event"], fields["data"], fields["check"], at)
	f.mu.Unlock()
	if err != nil {
		return err
	}
	return f.adopt(working)
}

// adopt answers from this set from now on, unless that would go back.
func (f *follower) adopt(working *pinSet) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.set != nil && f.set != working {
		ours, theirs := f.set.position, working.position
		if ours.sameHistory(theirs) {
			if theirs.seq < ours.seq {
				return nil
			}
		} else if theirs.epoch <= ours.epoch {
			return feedError("the authority has an older copy of its history")
		}
	}
	f.set = working
	for len(f.pending) > 0 && applied(f.pending[0].head, working.position) {
		f.confirm(f.pending[0].sent)
		f.pending = f.pending[1:]
	}
	return nil
}
