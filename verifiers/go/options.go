package lostwax

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Options of a Verifier. Only Issuer is required.
type Options struct {
	// Issuer is <origin>/<workspace>, exactly as in the iss of the keys.
	Issuer string
	// Address is where to fetch the feed, if not at the issuer: <origin>/<workspace>, or the pointer of a static feed,
	// https://cdn.example.com/<workspace>/feed/pointer.json. AllowHTTP permits http: from other machines.
	Address   string
	AllowHTTP bool
	// FeedKey is an administrator key with feed:read, for the full feed: opaque and shared-signed keys.
	// Without it, only signed keys are accepted.
	FeedKey string
	// Audience is the aud that keys must have. Empty accepts any of the workspace.
	Audience string
	// MaxStale is how long keys are accepted without the authority: 1 second to 24 hours, 5 minutes by default.
	MaxStale time.Duration
	// MaxSnapshotBytes bounds a set, 4 GiB by default; CachedKeys the parsed claims that are kept, 16,384 by default.
	MaxSnapshotBytes int64
	CachedKeys       int
	// OnError is told why the feed can't be followed at the moment. It may be nil.
	OnError func(error)
}

func (o Options) withDefaults() Options {
	if o.Address == "" {
		o.Address = o.Issuer
	}
	if o.MaxStale == 0 {
		o.MaxStale = 5 * time.Minute
	}
	if o.MaxSnapshotBytes == 0 {
		o.MaxSnapshotBytes = 4 << 30
	}
	if o.CachedKeys == 0 {
		o.CachedKeys = 16_384
	}
	if o.OnError == nil {
		o.OnError = func(error) {}
	}
	return o
}

func (o Options) validate() error {
	at, err := url.Parse(o.Address)
	if err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Host == "" || len(at.Path) < 2 {
		return errors.New("lostwax: Issuer must be <origin>/<workspace>, such as https://keys.example.com/acme")
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, at.Hostname())
	if at.Scheme == "http" && !local && !o.AllowHTTP {
		return errors.New("lostwax: the feed must be fetched over https: whoever is on the path could add keys")
	}
	if o.FeedKey != "" && isPointer(o.Address) {
		return errors.New("lostwax: the full feed is never published as files: leave out FeedKey, or follow the authority")
	}
	if o.MaxStale < time.Second || o.MaxStale > 24*time.Hour || o.CachedKeys < 1 || o.MaxSnapshotBytes < 1 {
		return errors.New("lostwax: MaxStale must be 1 second to 24 hours, CachedKeys and MaxSnapshotBytes positive")
	}
	return nil
}

// slug is the workspace's name.
func (o Options) slug() string { return o.Issuer[strings.LastIndexByte(o.Issuer, '/')+1:] }
