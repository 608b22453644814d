package lostwax

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

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
