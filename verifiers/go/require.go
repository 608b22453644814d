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

// credentialOf reads a key as every Lostwax verifier does (spec/errors.md). An Authorization header of another scheme may stand
// beside a key in X-Api-Key.
func credentialOf(r *http.Request) (string, *Refusal) {
	bearer, others := r.Header.Values("Authorization"), r.Header.Values("X-Api-Key")
	if len(bearer) > 1 || len(others) > 1 {
		return "", refuse("key_repeated")
	}
	key, mistake := inAuthorization(strings.Join(bearer, ""))
	if own := strings.Join(others, ""); own != "" {
		if key != "" {
			return "", refuse("key_repeated")
		}
		key = own
	}
	switch word, _, _ := strings.Cut(strings.ReplaceAll(key, ":", " "), " "); {
	case key == "":
		return "", mistake
	case strings.Contains(key, ","):
		// No key has a comma: these are several, joined.
		return "", refuse("key_repeated")
	case word != key && strings.EqualFold(word, "Bearer"):
		return "", refuse("scheme_doubled")
	}
	return key, nil
}

// inAuthorization returns the key after Bearer, or why there is none.
func inAuthorization(value string) (string, *Refusal) {
	scheme, rest, found := strings.Cut(value, " ")
	switch {
	case value == "" || strings.EqualFold(value, "Bearer"):
		return "", nil
	case !strings.ContainsAny(value, " \t") && !isBearerColon(value):
		return "", refuse("scheme_missing")
	case !found || !strings.EqualFold(scheme, "Bearer"):
		return "", refuse("scheme_unknown")
	}
	return strings.TrimLeft(rest, " "), nil
}

func isBearerColon(value string) bool {
	return len(value) > 6 && strings.EqualFold(value[:7], "Bearer:")
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
