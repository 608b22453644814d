package lostwax

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

func (f *follower) watch(ctx context.Context) {
	for ctx.Err() == nil {
		if err := f.askHead(ctx); err != nil && ctx.Err() == nil {
			f.options.OnError(err)
		}
		select {
		case <-f.ready:
			pause(ctx, min(f.every(), f.options.MaxStale/3))
		default:
			// The first set counts only once a head confirms it.
			pause(ctx, 200*time.Millisecond)
		}
	}
}

func (f *follower) every() time.Duration {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.static != nil && f.static.latest != nil {
		return min(f.static.latest.every, 5*time.Second)
	}
	return 5 * time.Second
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
	if f.static != nil {
		return f.askPointer(ctx, before)
	}
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

// watchdog ends a context once nothing has arrived for a while.
type watchdog struct {
	timer  *time.Timer
	cancel context.CancelFunc
}

func withWatchdog(parent context.Context) (context.Context, watchdog) {
	ctx, cancel := context.WithCancel(parent)
	return ctx, watchdog{time.AfterFunc(idle, cancel), cancel}
}

// stop releases the context.
func (w watchdog) stop() {
	w.timer.Stop()
	w.cancel()
}

type watched struct {
	from     io.Reader
	watchdog watchdog
}

func (w watched) Read(target []byte) (int, error) {
	n, err := w.from.Read(target)
	w.watchdog.timer.Reset(idle)
	return n, err
}
