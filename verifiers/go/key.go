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
	claims := map[string]any{}
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return nil, refuse("key_unknown")
	}
	// By their exact names: a struct would also take a claim "Scope" of the producer for the scopes.
	var known knownClaims
	if !known.read(claims) {
		return nil, refuse("key_unknown")
	}
	for _, name := range []string{"iss", "sub", "aud", "iat", "jti", "exp", "scope"} {
		delete(claims, name)
	}
	return &Key{known.jti, known.sub, known.aud, strings.Fields(known.scope), claims, known.exp}, nil
}

type knownClaims struct {
	jti, sub, aud, scope string
	exp                  int64
}

func (k *knownClaims) read(claims map[string]any) bool {
	for name, target := range map[string]*string{"jti": &k.jti, "sub": &k.sub, "aud": &k.aud, "scope": &k.scope} {
		text, isText := claims[name].(string)
		if _, given := claims[name]; !isText && (given || name != "scope") {
			return false
		}
		*target = text
	}
	exp, isNumber := claims["exp"].(float64)
	if _, given := claims["exp"]; given && !isNumber {
		return false
	}
	k.exp = int64(exp)
	return true
}
