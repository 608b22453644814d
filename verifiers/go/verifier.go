// Package lostwax checks API keys with a set of pins that the authority keeps current (spec/feed.md), in about a microsecond.
package lostwax

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"time"
)

// Verifier follows the feed of one workspace. Its methods may be called from any goroutine.
type Verifier struct {
	options  Options
	follower *follower
	mu       sync.RWMutex
	cached   map[pin]*Key
}

// New starts following the feed until ctx is done.
func New(ctx context.Context, options Options) (*Verifier, error) {
	options = options.withDefaults()
	if err := options.validate(); err != nil {
		return nil, err
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
		return readRecord(found, v.options.slug()), nil
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
