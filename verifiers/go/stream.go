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
	path := f.path("/snapshot")
	if f.static != nil {
		named, err := f.fetchPointer(ctx)
		if err != nil {
			return nil, err
		}
		f.static.begin = named
		path = "/snapshots/" + named.snapshot.String() + ".snapshot"
	}
	data, err := f.whole(ctx, path, f.options.MaxSnapshotBytes)
	if err != nil {
		return nil, err
	}
	return readSnapshot(data, f.options.Issuer, f.options.FeedKey != "")
}

// whole reads a body of at most so many bytes.
func (f *follower) whole(ctx context.Context, path string, most int64) ([]byte, error) {
	ctx, dog := withWatchdog(ctx)
	defer dog.stop()
	answer, err := f.get(ctx, path, true)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if f.static != nil && isGone(answer.StatusCode) {
		return nil, feedError("the static feed doesn't have %s", path)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s was answered %d", path, answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(watched{answer.Body, dog}, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, feedError("%s has more than %d bytes", path, most)
	}
	return data, nil
}

func (f *follower) changes(ctx context.Context, working *pinSet, alive func()) error {
	if f.static != nil {
		return f.staticChanges(ctx, working, alive)
	}
	ctx, dog := withWatchdog(ctx)
	defer dog.stop()
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
	return readEvents(watched{answer.Body, dog}, func(fields map[string]string) error {
		return f.apply(working, fields)
	}, func() bool {
		alive()
		f.mu.RLock()
		defer f.mu.RUnlock()
		return !f.reload
	})
}

// readEvents reads a feed's text (spec/feed.md §4). After each line it asks whether to go on.
func readEvents(from io.Reader, each func(fields map[string]string) error, goOn func() bool) error {
	fields := map[string]string{}
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 0, 4096), mostLine)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		if name != "" {
			fields[name] = strings.TrimPrefix(value, " ")
		} else if lines.Text() == "" && fields["id"] != "" {
			if err := each(fields); err != nil {
				return err
			}
			clear(fields)
		}
		if !goOn() {
			return nil
		}
	}
	return lines.Err()
}
