package standard

import (
	"slices"
	"strings"
)

// Audience is a group of people who need the answer to a requirement.
type Audience string

// The audiences.
const (
	AudienceSecurity        Audience = "security"
	AudiencePrivacy         Audience = "privacy"
	AudienceCompliance      Audience = "compliance"
	AudienceOperations      Audience = "operations"
	AudienceClientDeveloper Audience = "client_developer"
)

// Audiences lists the audiences in the order of the constants.
func Audiences() []Audience {
	return []Audience{AudienceSecurity, AudiencePrivacy, AudienceCompliance, AudienceOperations, AudienceClientDeveloper}
}

// Output is a kind of generated result in which the answer can be read.
type Output string

// The outputs.
const (
	OutputSite        Output = "site"          // pages for people
	OutputAPI         Output = "api"           // OpenAPI contracts
	OutputDiagrams    Output = "diagrams"      // sequence and state diagrams
	OutputCode        Output = "code"          // constants
	OutputChecklist   Output = "checklist"     // reviewer checklist
	OutputTests       Output = "tests"         // scenarios and live verification
	OutputObservation Output = "observability" // alert rules, dashboards, log and metric catalogue
	OutputChangelog   Output = "changelog"     // changelog and migration plan
)

// Requirement is one thing that a team has to be able to state about its tokens.
type Requirement struct {
	// ID is stable: a section prefix and a number, such as "LIF-1".
	ID string
	// Title says in a few words what the policy states.
	Title string
	// Question is what a reviewer asks; looking at the policy and its outputs answers it.
	Question string
	// Audience lists who needs the answer, the closest first.
	Audience []Audience
	// ShowsIn lists the outputs that carry the answer.
	ShowsIn []Output
}

// Section is a group of requirements.
type Section struct {
	Prefix string // such as "LIF"
	Title  string
}

// Sections lists the groups in the order of the requirements.
func Sections() []Section { return slices.Clone(sections) }

var sections = []Section{
	{"TYP", "Token types and issuance"},
	{"LIF", "Lifetimes"},
	{"ROT", "Rotation"},
	{"BND", "Binding and multi-device"},
	{"REV", "Revocation"},
	{"VAL", "Validation at service boundaries"},
	{"ERR", "Errors"},
	{"CLI", "Clients"},
	{"OBS", "Observability"},
	{"PRV", "Privacy and compliance"},
	{"ENV", "Environments, keys and rollout"},
	{"TST", "Testing"},
	{"INC", "Incidents"},
	{"GOV", "Governance"},
	{"ART", "Artifacts"},
}

// Requirements lists every requirement, section by section.
func Requirements() []Requirement {
	return slices.Concat(requirementsLifecycle, requirementsClients, requirementsOperation)
}

// RequirementByID finds a requirement by its ID.
func RequirementByID(id string) (Requirement, bool) {
	for _, r := range Requirements() {
		if r.ID == id {
			return r, true
		}
	}
	return Requirement{}, false
}

// Section is the group that the requirement belongs to.
func (r Requirement) Section() Section {
	prefix, _, _ := strings.Cut(r.ID, "-")
	i := slices.IndexFunc(sections, func(s Section) bool { return s.Prefix == prefix })
	if i < 0 {
		return Section{}
	}
	return sections[i]
}
