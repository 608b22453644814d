// Command serve answers requests whose key has the scope orders:read, and prints its port. Options as JSON in the first argument.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"

	lostwax "lostwax.dev/verifier"
)

func main() {
	var options lostwax.Options
	if err := json.Unmarshal([]byte(os.Args[1]), &options); err != nil {
		panic(err)
	}
	verifier, err := lostwax.New(context.Background(), options)
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	greet := func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, lostwax.KeyOf(r).Customer) }
	panic(http.Serve(listener, verifier.Require(http.HandlerFunc(greet), "orders:read")))
}
