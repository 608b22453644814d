// Command serve answers requests whose key has the scope orders:read, and prints its port. Options as JSON in the first argument.
package main

import (
	"fmt"
	"net"
	"net/http"

	lostwax "lostwax.dev/verifier"
	"lostwax.dev/verifier/internal/start"
)

func main() {
	verifier := start.Verifier()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	greet := func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, lostwax.KeyOf(r).Customer) }
	panic(http.Serve(listener, verifier.Require(http.HandlerFunc(greet), "orders:read")))
}
