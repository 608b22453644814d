// An API that checks keys with golang-jwt and keyfunc, and contains no Lostwax code.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/time/rate"
)

var (
	issuer   = cmp.Or(os.Getenv("ISSUER"), "http://localhost:7420/demo")
	audience = cmp.Or(os.Getenv("AUDIENCE"), "demo")
	port     = cmp.Or(os.Getenv("PORT"), "8000")
)

// newCheck returns a function that returns the claims of a valid key.
func newCheck(ctx context.Context) (func(token string) (jwt.MapClaims, error), error) {
	keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{issuer + "/.well-known/jwks.json"}, keyfunc.Override{
		RefreshInterval:   5 * time.Second,                             // how long a revoked key may still work; the default is an hour
		HTTPTimeout:       2 * time.Second,                             // the default is a minute
		RefreshUnknownKID: rate.NewLimiter(rate.Every(time.Second), 1), // how long a new key may be refused; the default is 5 minutes
		RateLimitWaitMax:  time.Second,                                 // how long an unknown key ID may hold up its request; the default is a minute
	})
	if err != nil {
		return nil, err
	}
	return func(token string) (jwt.MapClaims, error) {
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(token, claims, keys.Keyfunc,
			jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(issuer), jwt.WithAudience(audience))
		return claims, err
	}, nil
}

func main() {
	check, err := newCheck(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		claims, err := check(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "not a valid key", http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(w, "hello %s\n", claims["sub"])
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
