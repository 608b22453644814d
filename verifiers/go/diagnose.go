package lostwax

import (
	"encoding/base64"
	"encoding/json"
	"hash/crc32"
	"regexp"
	"strings"
)

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

var (
	keyIDForm  = regexp.MustCompile(`^([a-z][a-z0-9_]{1,15}_[0-9a-f]{2}_[0-9A-Za-z]{16})([0-9A-Za-z]{6})$`)
	opaqueForm = regexp.MustCompile(`^([a-z][a-z0-9_]{1,15}_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$`)
	headerForm = regexp.MustCompile(`^\{"kid":"([^"\\]*)","alg":"(ES256|RS256|EdDSA)","typ":"JWT"\}$`)
	signature  = map[string]int{"ES256": 86, "EdDSA": 86, "RS256": 342}
)

// diagnose names the likeliest mistake in a text that has already been refused; it never decides whether a key is accepted.
// A payload's spelling is not examined: such a key is key_unknown.
func diagnose(credential, issuer string) string {
	if parts := opaqueForm.FindStringSubmatch(credential); parts != nil {
		if checkOf(parts[1]) == parts[2] {
			return "key_unknown"
		}
		return "key_id_malformed"
	}
	parts := strings.Split(credential, ".")
	text, err := base64.RawURLEncoding.DecodeString(parts[0])
	header := headerForm.FindStringSubmatch(string(text))
	if err != nil || header == nil || len(parts) > 3 {
		return "token_malformed"
	}
	if id := keyIDForm.FindStringSubmatch(header[1]); id == nil || checkOf(id[1]) != id[2] {
		return "key_id_malformed"
	}
	if len(parts) < 3 || len(parts[2]) < signature[header[2]] {
		return "token_truncated"
	}
	var claims struct{ Iss string }
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || len(parts[2]) > signature[header[2]] || json.Unmarshal(payload, &claims) != nil {
		return "token_malformed"
	}
	if claims.Iss != issuer {
		return "issuer_unknown"
	}
	return "key_unknown"
}

// checkOf returns the six characters that end a key ID or an opaque key (spec/token.md §3).
func checkOf(text string) string {
	check, rest := [6]byte{}, crc32.ChecksumIEEE([]byte(text))
	for i := 5; i >= 0; i-- {
		check[i] = digits[rest%62]
		rest /= 62
	}
	return string(check[:])
}
