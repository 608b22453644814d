package lostwax

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
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
}

func newFollower(options Options) *follower {
	client := &http.Client{
		Transport:     &http.Transport{ResponseHeaderTimeout: idle, TLSHandshakeTimeout: idle, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &follower{options: options, client: client, ready: make(chan struct{})}
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
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.options.Address+path, nil)
	if err != nil {
		return nil, err
	}
	if withKey && f.options.FeedKey != "" {
		request.Header.Set("Authorization", "Bearer "+f.options.FeedKey)
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

func (f *follower) load(ctx context.Context) (*pinSet, error) {
	ctx, watchdog := withWatchdog(ctx)
	defer watchdog.Stop()
	answer, err := f.get(ctx, f.path("/snapshot"), true)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the snapshot was answered %d", answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(watched{answer.Body, watchdog}, f.options.MaxSnapshotBytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > f.options.MaxSnapshotBytes {
		return nil, feedError("the snapshot is larger than MaxSnapshotBytes")
	}
	return readSnapshot(data, f.options.Issuer, f.options.FeedKey != "")
}

func (f *follower) changes(ctx context.Context, working *pinSet, alive func()) error {
	ctx, watchdog := withWatchdog(ctx)
	defer watchdog.Stop()
	f.mu.RLock()
	from := working.position.String()
	f.mu.RUnlock()
	answer, err := f.get(ctx, f.path("?since="+url.QueryEscape(from)), true)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusGone:
		return feedError("the changes are no longer kept")
	default:
		return fmt.Errorf("the feed was answered %d", answer.StatusCode)
	}
	fields := map[string]string{}
	lines := bufio.NewScanner(watched{answer.Body, watchdog})
	lines.Buffer(make([]byte, 0, 4096), mostLine)
	for lines.Scan() {
		alive()
		name, value, _ := strings.Cut(lines.Text(), ":")
		if name != "" {
			fields[name] = strings.TrimPrefix(value, " ")
		} else if lines.Text() == "" && fields["id"] != "" {
			if err := f.apply(working, fields); err != nil {
				return err
			}
			clear(fields)
		}
		f.mu.RLock()
		reload := f.reload
		f.mu.RUnlock()
		if reload {
			return nil
		}
	}
	return lines.Err()
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

func (f *follower) watch(ctx context.Context) {
	for ctx.Err() == nil {
		if err := f.askHead(ctx); err != nil && ctx.Err() == nil {
			f.options.OnError(err)
		}
		select {
		case <-f.ready:
			pause(ctx, min(5*time.Second, f.options.MaxStale/3))
		default:
			// The first set counts only once a head confirms it.
			pause(ctx, 200*time.Millisecond)
		}
	}
}

func (f *follower) askHead(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, min(5*time.Second, f.options.MaxStale))
	defer cancel()
	f.mu.RLock()
	var before *position
	if f.set != nil {
		copied := f.set.position
		before = &copied
	}
	f.mu.RUnlock()
	sent := time.Now()
	answer, err := f.get(ctx, "/feed/head", false)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var body struct{ Position, Issuer string }
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the head was answered %d", answer.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, 4096)).Decode(&body); err != nil {
		return err
	}
	if body.Issuer != f.options.Issuer {
		return feedError("the authority's issuer is %q, not %q", body.Issuer, f.options.Issuer)
	}
	head, err := parsePosition(body.Position)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard(asked{sent, head}, before)
	return nil
}

// heard requires f.mu. before is the own position when the request was sent.
func (f *follower) heard(a asked, before *position) {
	if before != nil && behind(a.head, *before) {
		if f.behindAt.IsZero() {
			f.behindAt = a.sent
		}
		return
	}
	f.behindAt = time.Time{}
	switch {
	case f.set != nil && !a.head.sameHistory(f.set.position),
		f.set != nil && a.head.seq == f.set.position.seq && a.head.digest != f.set.position.digest:
		f.reload = true
	case f.set != nil && applied(a.head, f.set.position):
		f.confirm(a.sent)
	case len(f.pending) < 256:
		f.pending = append(f.pending, a)
	default:
		f.pending = append(f.pending[1:], a)
	}
}

func (f *follower) confirm(moment time.Time) {
	if f.freshAt.IsZero() {
		close(f.ready)
	}
	if moment.After(f.freshAt) {
		f.freshAt = moment
	}
}

func applied(head, ours position) bool { return head.sameHistory(ours) && head.seq <= ours.seq }

func behind(head, ours position) bool {
	if head.sameHistory(ours) {
		return head.seq < ours.seq
	}
	return head.epoch <= ours.epoch
}

func pause(ctx context.Context, wait time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(wait):
	}
}

// withWatchdog ends the context once nothing has arrived for a while.
func withWatchdog(parent context.Context) (context.Context, *time.Timer) {
	ctx, cancel := context.WithCancel(parent)
	return ctx, time.AfterFunc(idle, cancel)
}

type watched struct {
	from     io.Reader
	watchdog *time.Timer
}

func (w watched) Read(target []byte) (int, error) {
	n, err := w.from.Read(target)
	w.watchdog.Reset(idle)
	return n, err
}
