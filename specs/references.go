package specs

// A reference is a setting whose text names an entry of a collection. Link checks that it exists.
type reference interface {
	// collection is the dotted path of the collection; `*` stands for any entry on the way.
	collection() string
}

// The reference types, one per collection.
type (
	// SourceID names an entry of sources.
	SourceID string
	// EditionID names an entry of editions.
	EditionID string
	// MetricID names an entry of observability.metrics.
	MetricID string
	// EventID names an entry of observability.events.
	EventID string
	// ResourceID names an entry of resource_servers.
	ResourceID string
	// ACRID names an entry of acr_values.
	ACRID string
	// LimitID names an entry of limits.
	LimitID string
	// IssuerID names an entry of issuers.
	IssuerID string
	// EnvironmentID names an entry of environments.
	EnvironmentID string
	// ScopeID names an entry of scopes.
	ScopeID string
	// TokenID names an entry of tokens.
	TokenID string
	// ClientID names an entry of clients.
	ClientID string
	// SessionID names an entry of sessions.
	SessionID string
	// KnobID names an entry of settings.
	KnobID string
	// KeySetID names a key set of an issuer.
	KeySetID string
	// EndpointID names an endpoint of an issuer.
	EndpointID string
	// CauseID names an entry of errors.causes, or a standard error that the policy adopts.
	CauseID string
	// PlaybookID names an entry of incidents.playbooks.
	PlaybookID string
	// EnvelopeID names an entry of envelopes.
	EnvelopeID string
	// TrustID names an entry of trust.
	TrustID string
	// TriggerID names an entry of revocation.triggers.
	TriggerID string
	// RiskSignalID names an entry of risk_signals.
	RiskSignalID string
	// FixtureID names an entry of fixtures.
	FixtureID string
)

func (SourceID) collection() string      { return "sources" }
func (EditionID) collection() string     { return "editions" }
func (MetricID) collection() string      { return "observability.metrics" }
func (EventID) collection() string       { return "observability.events" }
func (ResourceID) collection() string    { return "resource_servers" }
func (ACRID) collection() string         { return "acr_values" }
func (LimitID) collection() string       { return "limits" }
func (IssuerID) collection() string      { return "issuers" }
func (EnvironmentID) collection() string { return "environments" }
func (ScopeID) collection() string       { return "scopes" }
func (TokenID) collection() string       { return "tokens" }
func (ClientID) collection() string      { return "clients" }
func (SessionID) collection() string     { return "sessions" }
func (KnobID) collection() string        { return "settings" }
func (KeySetID) collection() string      { return "issuers.*.keys" }
func (EndpointID) collection() string    { return "issuers.*.endpoints" }
func (CauseID) collection() string       { return "errors.causes" }
func (PlaybookID) collection() string    { return "incidents.playbooks" }
func (EnvelopeID) collection() string    { return "envelopes" }
func (TrustID) collection() string       { return "trust" }
func (TriggerID) collection() string     { return "revocation.triggers" }
func (RiskSignalID) collection() string  { return "risk_signals" }
func (FixtureID) collection() string     { return "fixtures" }
