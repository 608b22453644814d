// Command check-lines reads one key per line and prints its customer, or the code of the refusal. Options as JSON in the first argument.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

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
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Split(lines.Text(), " ")
		key, err := verifier.Check(words[0], words[1:]...)
		var refusal *lostwax.Refusal
		if errors.As(err, &refusal) {
			fmt.Println(refusal.Code, refusal.Status)
		} else {
			fmt.Println("accepted", key.Customer)
		}
	}
}
