// Package lostwax checks API keys with a set of pins that the authority keeps current (spec/feed.md), in about a microsecond.
package lostwax

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options of a Verifier. Only Issuer is required.
type Options struct {
	// Issuer is <origin>/<workspace>, exactly as in the iss of the keys.
	Issuer string
	// Address is where to fetch the feed, if not at the issuer. AllowHTTP permits http: from other machines.
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

// Key is an accepted key. Expires is zero if it has no expiration; Claims are the producer's own.
type Key struct {
	ID, Customer, Audience string
	Scopes                 []string
	Claims                 map[string]any
	Expires                int64
}

// Refusal is the error of Check. Code is one of spec/errors.md, Status the HTTP status to answer with.
type Refusal struct {
	Code   string
	Status int
}

func (r *Refusal) Error() string { return r.Code }

func refuse(code string) *Refusal {
	status := map[string]int{"set_stale": 503, "insufficient_scope": 403}[code]
	if status == 0 {
		status = 401
	}
	return &Refusal{code, status}
}

// Verifier follows the feed of one workspace. Its methods may be called from any goroutine.
type Verifier struct {
	options  Options
	follower *follower
	mu       sync.RWMutex
	cached   map[pin]*Key
}

// New starts following the feed until ctx is done.
func New(ctx context.Context, options Options) (*Verifier, error) {
	if options.Address == "" {
		options.Address = options.Issuer
	}
	if options.MaxStale == 0 {
		options.MaxStale = 5 * time.Minute
	}
	if options.MaxSnapshotBytes == 0 {
		options.MaxSnapshotBytes = 4 << 30
	}
	if options.CachedKeys == 0 {
		options.CachedKeys = 16_384
	}
	if options.OnError == nil {
		options.OnError = func(error) {}
	}
	at, err := url.Parse(options.Address)
	if err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Host == "" || len(at.Path) < 2 {
		return nil, errors.New("lostwax: Issuer must be <origin>/<workspace>, such as https://keys.example.com/acme")
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, at.Hostname())
	if at.Scheme == "http" && !local && !options.AllowHTTP {
		return nil, errors.New("lostwax: the feed must be fetched over https: whoever is on the path could add keys")
	}
	if options.MaxStale < time.Second || options.MaxStale > 24*time.Hour || options.CachedKeys < 1 || options.MaxSnapshotBytes < 1 {
		return nil, errors.New("lostwax: MaxStale must be 1 second to 24 hours, CachedKeys and MaxSnapshotBytes positive")
	}
	v := &Verifier{options: options, follower: newFollower(options), cached: map[pin]*Key{}}
	go v.follower.follow(ctx)
	go v.follower.watch(ctx)
	return v, nil
}

// Ready waits for the first confirmed set.
func (v *Verifier) Ready(ctx context.Context) error {
	select {
	case <-v.follower.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Check returns the key if it is valid now and has all scopes. The error is always a *Refusal.
func (v *Verifier) Check(credential string, scopes ...string) (*Key, error) {
	if credential == "" {
		return nil, refuse("key_missing")
	}
	long := len(credential) > 4096
	var p pin
	if !long {
		p = sha256.Sum256([]byte(credential))
	}
	v.follower.mu.RLock()
	fresh := v.follower.set != nil && v.follower.fresh()
	var found *record
	var valid bool
	if fresh {
		found, valid = v.follower.set.has(p)
	}
	v.follower.mu.RUnlock()
	if !fresh {
		return nil, refuse("set_stale")
	}
	if long {
		return nil, refuse("token_malformed")
	}
	if !valid {
		return nil, refuse(diagnose(credential, v.options.Issuer))
	}
	key, err := v.key(credential, p, found)
	if err != nil {
		return nil, err
	}
	if key.Expires != 0 && key.Expires <= time.Now().Unix() {
		return nil, refuse("key_expired")
	}
	if v.options.Audience != "" && key.Audience != v.options.Audience {
		return nil, refuse("audience_mismatch")
	}
	for _, scope := range scopes {
		if !slices.Contains(key.Scopes, scope) {
			return nil, refuse("insufficient_scope")
		}
	}
	return key, nil
}

func (v *Verifier) key(credential string, p pin, found *record) (*Key, error) {
	if found != nil {
		audience := found.Audience
		if audience == "" {
			audience = v.options.Issuer[strings.LastIndexByte(v.options.Issuer, '/')+1:]
		}
		return &Key{found.ID, found.Customer, audience, found.Scopes, found.Claims, found.Expires}, nil
	}
	v.mu.RLock()
	key := v.cached[p]
	v.mu.RUnlock()
	if key != nil {
		return key, nil
	}
	key, err := readToken(credential)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.cached) >= v.options.CachedKeys {
		clear(v.cached)
	}
	v.cached[p] = key
	return key, nil
}

// readToken reads a token that is in the set. The set vouches for it, so its signature is not checked.
func readToken(token string) (*Key, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, refuse("key_unknown")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var known struct {
		Jti, Sub, Aud, Scope string
		Exp                  int64
	}
	claims := map[string]any{}
	if err != nil || json.Unmarshal(payload, &known) != nil || json.Unmarshal(payload, &claims) != nil {
		return nil, refuse("key_unknown")
	}
	for _, name := range []string{"iss", "sub", "aud", "iat", "jti", "exp", "scope"} {
		delete(claims, name)
	}
	return &Key{known.Jti, known.Sub, known.Aud, strings.Fields(known.Scope), claims, known.Exp}, nil
}
