module lostwax.dev/verifier

go 1.22
