package lostwax

// Refusal is the error of Check. Code is one of spec/errors.md, Status the HTTP status to answer with.
type Refusal struct {
	Code   string
	Status int
}

func (r *Refusal) Error() string { return r.Code }

func refuse(code string) *Refusal {
	status := map[string]int{"set_stale": 503, "insufficient_scope": 403}[code]
	if status == 0 {
		status = 401
	}
	return &Refusal{code, status}
}
