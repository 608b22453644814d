// An API that checks keys with go-oidc and contains no Lostwax code.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

var (
	issuer   = cmp.Or(os.Getenv("ISSUER"), "http://localhost:7420/demo")
	audience = cmp.Or(os.Getenv("AUDIENCE"), "demo")
	port     = cmp.Or(os.Getenv("PORT"), "8000")
)

var errExpired = errors.New("the key has expired")

// newCheck returns a function that returns the claims of a valid key.
func newCheck() func(ctx context.Context, token string) (*oidc.IDToken, error) {
	keys := &keySet{url: issuer + "/.well-known/jwks.json"}
	verifier := oidc.NewVerifier(issuer, keys, &oidc.Config{
		ClientID:             audience,
		SupportedSigningAlgs: []string{oidc.ES256},
		SkipExpiryCheck:      true, // It refuses keys without an expiration. The check follows below.
	})
	return func(ctx context.Context, token string) (*oidc.IDToken, error) {
		// Verify hides its key set's errors, so a set that can't be fetched shows here.
		if err := keys.refresh(ctx); err != nil {
			return nil, err
		}
		key, err := verifier.Verify(ctx, token)
		if err == nil && !key.Expiry.IsZero() && !time.Now().Before(key.Expiry) {
			return nil, errExpired
		}
		return key, err
	}
}

func main() {
	check := newCheck()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		key, err := check(r.Context(), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		switch {
		case errors.Is(err, errUnavailable):
			http.Error(w, "try again", http.StatusServiceUnavailable)
		case err != nil:
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "not a valid key", http.StatusUnauthorized)
		default:
			fmt.Fprintf(w, "hello %s\n", key.Subject)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
