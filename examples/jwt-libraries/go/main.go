// Reads one key per line and writes what docs/jwt-libraries.md's newCheck (keys.go) says of it: 200 and the customer, or 401.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
)

func main() {
	check, err := newCheck(context.Background())
	if err != nil {
		panic(err)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if claims, err := check(lines.Text()); err != nil {
			fmt.Println(401)
		} else {
			fmt.Println(200, claims["sub"])
		}
	}
}
