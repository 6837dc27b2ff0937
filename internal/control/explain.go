package control

import (
	"net/http"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// An Explanation tells why an address has the name that it has.
type Explanation struct {
	Address string  `json:"address"`
	Stories []Story `json:"stories"` // one for each block that answers for it
}

// A Story is what one block knows of the address.
type Story struct {
	Block    string    `json:"block"` // file:line
	Zone     string    `json:"zone"`
	Answer   string    `json:"answer"` // explicit, generated, nxdomain, ...
	Names    []string  `json:"names"`  // that are answered
	Pool     *Pool     `json:"pool"`   // that owns the address; null for none
	Mappings []Mapping `json:"mappings"`
}

// A Pool is what generates the name of an address.
type Pool struct {
	Prefix   string `json:"prefix"`
	Template string `json:"template"`
	Place    string `json:"place"` // file:line
}

// A Mapping is a desired name of an address.
type Mapping struct {
	Address      string    `json:"address"`
	Name         string    `json:"name"`
	TTL          uint32    `json:"ttl"`
	Class        string    `json:"class"`
	Owner        string    `json:"owner,omitempty"`
	Place        string    `json:"place,omitempty"` // file:line
	Fate         string    `json:"fate"`
	Look         string    `json:"look"`
	Findings     []Finding `json:"findings,omitempty"` // of the look check
	Confirmation *Record   `json:"confirmation"`       // null when nobody asks
	Rivals       []Rival   `json:"rivals,omitempty"`   // other owners who want the name
}

// A Finding is what one look check found.
type Finding struct {
	Check    string `json:"check"`
	Severity string `json:"severity"`
	What     string `json:"what"`
	Explain  string `json:"explain"`
	Remedy   string `json:"remedy"`
}

// A Rival is another owner with a mapping to the same name.
type Rival struct {
	Owner   string `json:"owner"`
	Address string `json:"address"`
}

func (s *server) explain(r *http.Request) (any, error) {
	q := r.URL.Query()
	addrs, err := s.addresses(selection{q.Get("address"), q.Get("name")})
	if err != nil {
		return nil, err
	}
	answer := make([]Explanation, 0, len(addrs))
	for _, a := range addrs {
		e, err := s.explainAddress(r, a)
		if err != nil {
			return nil, err
		}
		answer = append(answer, e)
	}
	return answer, nil
}

func (s *server) explainAddress(r *http.Request, a netip.Addr) (Explanation, error) {
	stories, err := s.manager.Explain(r.Context(), a)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{Address: a.String(), Stories: []Story{}}
	for i := range stories {
		e.Stories = append(e.Stories, story(&stories[i]))
	}
	return e, nil
}

func story(m *manager.Story) Story {
	s := Story{Block: m.Block.String(), Zone: m.Zone, Answer: m.Answer.String(), Names: append([]string{}, m.Names...), Mappings: []Mapping{}}
	if m.Pool != nil {
		s.Pool = &Pool{m.Pool.Prefix.String(), m.Pool.Pattern.Template().String(), m.Pool.Pos.String()}
	}
	for i := range m.Mappings {
		s.Mappings = append(s.Mappings, mapping(&m.Mappings[i]))
	}
	return s
}

func mapping(m *manager.Account) Mapping {
	answer := Mapping{
		Address: m.Addr.String(), Name: m.Name, TTL: m.TTL, Class: m.Class.String(), Owner: m.Owner, Place: m.Pos.String(),
		Fate: m.State.Fate().String(), Look: m.State.Look().String(), Findings: findings(m.Verdict),
	}
	if m.Asked {
		answer.Confirmation = record(m.Record, &m.Evidence)
	}
	for _, p := range m.Rivals {
		answer.Rivals = append(answer.Rivals, Rival{p.Owner, p.Addr.String()})
	}
	return answer
}

func findings(v policy.Verdict) (list []Finding) {
	for i := range v.Findings {
		f := &v.Findings[i]
		list = append(list, Finding{f.ID.String(), f.Severity.String(), f.What, f.Explain, f.Remedy})
	}
	return list
}
