package lostwax

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

type contextKey struct{}

// KeyOf returns the key of a request that Require let through, or nil.
func KeyOf(r *http.Request) *Key {
	key, _ := r.Context().Value(contextKey{}).(*Key)
	return key
}

// Require lets through requests with a valid key that has all scopes. The key is read from Authorization: Bearer or X-Api-Key.
func (v *Verifier) Require(next http.Handler, scopes ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		credential, refusal := credentialOf(r)
		if refusal == nil {
			key, err := v.Check(credential, scopes...)
			if err == nil {
				next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), contextKey{}, key)))
				return
			}
			refusal = err.(*Refusal)
		}
		answer(w, refusal, scopes)
	})
}

func credentialOf(r *http.Request) (string, *Refusal) {
	bearer, others := r.Header.Values("Authorization"), r.Header.Values("X-Api-Key")
	switch {
	case len(bearer)+len(others) > 1:
		return "", refuse("key_repeated")
	case len(others) == 1:
		return others[0], nil
	case len(bearer) == 0:
		return "", nil
	}
	scheme, credential, _ := strings.Cut(bearer[0], " ")
	if !strings.EqualFold(scheme, "Bearer") || credential == "" || credential[0] == ' ' {
		return "", refuse("scheme_unknown")
	}
	return credential, nil
}

func answer(w http.ResponseWriter, refusal *Refusal, scopes []string) {
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Cache-Control", "no-store")
	challenge := `Bearer realm="lostwax"`
	switch refusal.Code {
	case "set_stale":
		header.Set("Retry-After", "5")
	case "key_missing":
		header.Set("WWW-Authenticate", challenge)
	case "insufficient_scope":
		header.Set("WWW-Authenticate", challenge+`, error="insufficient_scope", scope="`+strings.Join(scopes, " ")+`"`)
	default:
		header.Set("WWW-Authenticate", challenge+`, error="invalid_token"`)
	}
	w.WriteHeader(refusal.Status)
	title := strings.ReplaceAll(refusal.Code, "_", " ")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "urn:lostwax:problem:" + refusal.Code, "title": strings.ToUpper(title[:1]) + title[1:],
		"status": refusal.Status, "code": refusal.Code,
	})
}
