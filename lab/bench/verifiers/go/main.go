// Measures one library's check of a key. Arguments: its name, and the key set as JSON. Reads milliseconds, writes the microseconds of one check.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	lostwax "lostwax.dev/verifier"
)

const batch = 64

type keySet struct{ Issuer, Audience, KeySetURL, Token string }

// check returns the customer.
type check func(token string) (string, error)

var libraries = map[string]func(keySet) (check, error){
	"lostwax": func(set keySet) (check, error) {
		verifier, err := lostwax.New(context.Background(), lostwax.Options{Issuer: set.Issuer, Audience: set.Audience})
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		return func(token string) (string, error) {
			key, err := verifier.Check(token)
			if err != nil {
				return "", err
			}
			return key.Customer, nil
		}, verifier.Ready(ctx)
	},
	// keyfunc is what golang-jwt's documentation recommends for key sets: it keeps the parsed keys in memory.
	"golang-jwt": func(set keySet) (check, error) {
		keys, err := keyfunc.NewDefault([]string{set.KeySetURL})
		if err != nil {
			return nil, err
		}
		parser := jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(set.Issuer), jwt.WithAudience(set.Audience))
		return func(token string) (string, error) {
			var claims jwt.RegisteredClaims
			_, err := parser.ParseWithClaims(token, &claims, keys.Keyfunc)
			return claims.Subject, err
		}, nil
	},
}

func measure(check check, token string, least time.Duration) (microseconds float64, err error) {
	text := []byte(token)
	begin := time.Now()
	for checks := 0; ; checks += batch {
		if spent := time.Since(begin); checks > 0 && spent >= least {
			return float64(spent.Nanoseconds()) / 1_000 / float64(checks), nil
		}
		for range batch {
			// A new string for each check, as on a server.
			customer, err := check(string(text))
			if err != nil || customer != "customer-1" {
				return 0, fmt.Errorf("customer %q: %w", customer, err)
			}
		}
	}
}

func main() {
	var set keySet
	must(json.Unmarshal([]byte(os.Args[2]), &set))
	check, err := libraries[os.Args[1]](set)
	must(err)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		milliseconds, err := strconv.ParseFloat(lines.Text(), 64)
		must(err)
		microseconds, err := measure(check, set.Token, time.Duration(milliseconds*1e6))
		must(err)
		fmt.Println(microseconds)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
