package lostwax

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Key is an accepted key. Expires is zero if it has no expiration; Claims are the producer's own.
type Key struct {
	ID, Customer, Audience string
	Scopes                 []string
	Claims                 map[string]any
	Expires                int64
}

// readRecord reads a key of the full feed.
func readRecord(found *record, slug string) *Key {
	audience := found.Audience
	if audience == "" {
		audience = slug
	}
	return &Key{found.ID, found.Customer, audience, found.Scopes, found.Claims, found.Expires}
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
