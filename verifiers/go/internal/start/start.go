// Package start makes the verifier of the test commands.
package start

import (
	"context"
	"encoding/json"
	"os"

	lostwax "lostwax.dev/verifier"
)

// Verifier starts a verifier with the options in the first argument, as JSON. It panics if they are invalid.
func Verifier() *lostwax.Verifier {
	var options lostwax.Options
	if err := json.Unmarshal([]byte(os.Args[1]), &options); err != nil {
		panic(err)
	}
	verifier, err := lostwax.New(context.Background(), options)
	if err != nil {
		panic(err)
	}
	return verifier
}
