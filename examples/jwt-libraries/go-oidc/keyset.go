package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	maxAge   = 5 * time.Second // how long a revoked key may still work
	cooldown = time.Second     // how long a new key may be refused, and the least between two fetches
	timeout  = 2 * time.Second
)

// errUnavailable means that the key set couldn't be fetched, so the key can't be checked.
var errUnavailable = errors.New("the key set is unavailable")

// keySet is an oidc.KeySet. go-oidc's own, RemoteKeySet, never forgets a key, and fetches the set for every unknown key ID.
type keySet struct {
	url     string
	mu      sync.Mutex
	keys    map[string]jose.JSONWebKey
	fetched time.Time
}

func (s *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	signed, err := jose.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return nil, err
	}
	key, err := s.find(ctx, signed.Signatures[0].Header.KeyID)
	if err != nil {
		return nil, err
	}
	return signed.Verify(key)
}

// refresh fetches the set if it is too old. Other requests wait, for at most the timeout.
func (s *keySet) refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.fetched) <= maxAge {
		return nil
	}
	return s.fetch(ctx)
}

func (s *keySet) find(ctx context.Context, keyID string) (jose.JSONWebKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.keys[keyID]
	if age := time.Since(s.fetched); age > maxAge || (age > cooldown && !known) {
		if err := s.fetch(ctx); err != nil {
			return jose.JSONWebKey{}, err
		}
	}
	key, known := s.keys[keyID]
	if !known {
		return key, errors.New("there is no such key")
	}
	return key, nil
}

func (s *keySet) fetch(ctx context.Context) error {
	if err := s.read(ctx); err != nil {
		return fmt.Errorf("%w: %w", errUnavailable, err)
	}
	return nil
}

func (s *keySet) read(ctx context.Context) error {
	// The set is for all requests: one that is canceled must not fail the others.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, nil)
	if err != nil {
		return err
	}
	sent := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var set jose.JSONWebKeySet
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %d", response.StatusCode)
	}
	if err := json.NewDecoder(response.Body).Decode(&set); err != nil {
		return err
	}
	keys := make(map[string]jose.JSONWebKey, len(set.Keys))
	for _, key := range set.Keys {
		keys[key.KeyID] = key
	}
	s.keys, s.fetched = keys, sent
	return nil
}
