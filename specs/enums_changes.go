package specs

// ChangeKind is a kind of change.
type ChangeKind string

// The kinds of change.
const (
	ChangeAdded      ChangeKind = "added"
	ChangeChanged    ChangeKind = "changed"
	ChangeTightened  ChangeKind = "tightened"
	ChangeLoosened   ChangeKind = "loosened"
	ChangeDeprecated ChangeKind = "deprecated"
	ChangeRemoved    ChangeKind = "removed"
	ChangeFixed      ChangeKind = "fixed"
	ChangeClarified  ChangeKind = "clarified"
)

func (ChangeKind) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ChangeAdded), "something new"},
		{string(ChangeChanged), "something is different, neither stricter nor looser"},
		{string(ChangeTightened), "something is stricter"},
		{string(ChangeLoosened), "something is looser"},
		{string(ChangeDeprecated), "something will go"},
		{string(ChangeRemoved), "something is gone"},
		{string(ChangeFixed), "a mistake is mended"},
		{string(ChangeClarified), "the same, said more clearly"},
	}}
}

// Audience is those whom something concerns.
type Audience string

// The audiences.
const (
	ForSecurity        Audience = "security"
	ForPrivacy         Audience = "privacy"
	ForCompliance      Audience = "compliance"
	ForOperations      Audience = "operations"
	ForClientDeveloper Audience = "client_developer"
	ForAPITeam         Audience = "api_team"
	ForAdministrator   Audience = "administrator"
	ForUser            Audience = "user"
	ForPartner         Audience = "partner"
)

func (Audience) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(ForSecurity), "the security team"},
		{string(ForPrivacy), "those who look after personal data"},
		{string(ForCompliance), "those who answer for rules of law"},
		{string(ForOperations), "those who run the systems"},
		{string(ForClientDeveloper), "those who build clients"},
		{string(ForAPITeam), "those who run resource servers"},
		{string(ForAdministrator), "administrators of customers"},
		{string(ForUser), "users"},
		{string(ForPartner), "other companies"},
	}}
}

// StageState is how binding a new behaviour is.
type StageState string

// The states of a stage, from the mildest.
const (
	StageAnnounced StageState = "announced"
	StageOptional  StageState = "optional"
	StageDefault   StageState = "default"
	StageBrownout  StageState = "brownout"
	StageMandatory StageState = "mandatory"
)

func (StageState) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(StageAnnounced), "it is announced"},
		{string(StageOptional), "it can be switched on"},
		{string(StageDefault), "it is on unless switched off"},
		{string(StageBrownout), "it is on for everybody at announced times"},
		{string(StageMandatory), "it is on for everybody"},
	}}
}

// StageStates are the states of a stage, from the mildest.
func StageStates() []StageState {
	return []StageState{StageAnnounced, StageOptional, StageDefault, StageBrownout, StageMandatory}
}

// DeprecatedKind is a kind of thing that is on its way out.
type DeprecatedKind string

// The kinds of thing.
const (
	DeprecatedAlgorithm  DeprecatedKind = "algorithm"
	DeprecatedKey        DeprecatedKind = "key"
	DeprecatedToken      DeprecatedKind = "token"
	DeprecatedClaim      DeprecatedKind = "claim"
	DeprecatedScope      DeprecatedKind = "scope"
	DeprecatedGrant      DeprecatedKind = "grant"
	DeprecatedClientAuth DeprecatedKind = "client_auth"
	DeprecatedClient     DeprecatedKind = "client"
	DeprecatedEndpoint   DeprecatedKind = "endpoint"
	DeprecatedAddress    DeprecatedKind = "address"
	DeprecatedParameter  DeprecatedKind = "parameter"
	DeprecatedError      DeprecatedKind = "error"
	DeprecatedSetting    DeprecatedKind = "setting"
	DeprecatedVersion    DeprecatedKind = "version"
)

func (DeprecatedKind) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(DeprecatedAlgorithm), "an algorithm"},
		{string(DeprecatedKey), "a key"},
		{string(DeprecatedToken), "a token type"},
		{string(DeprecatedClaim), "a claim"},
		{string(DeprecatedScope), "a scope"},
		{string(DeprecatedGrant), "a grant type"},
		{string(DeprecatedClientAuth), "a client authentication method"},
		{string(DeprecatedClient), "a client class"},
		{string(DeprecatedEndpoint), "an endpoint"},
		{string(DeprecatedAddress), "an address, such as that of the key set"},
		{string(DeprecatedParameter), "a parameter or a header"},
		{string(DeprecatedError), "an error code"},
		{string(DeprecatedSetting), "a setting that customers can turn"},
		{string(DeprecatedVersion), "a version of a product or a protocol"},
	}}
}

// FixtureKind is a kind of set-up data.
type FixtureKind string

// The kinds of set-up data.
const (
	FixtureRole        FixtureKind = "role"
	FixtureUser        FixtureKind = "user"
	FixtureTenant      FixtureKind = "tenant"
	FixtureClient      FixtureKind = "client"
	FixtureDevice      FixtureKind = "device"
	FixtureEnvironment FixtureKind = "environment"
	FixtureKey         FixtureKind = "key"
	FixtureToken       FixtureKind = "token"
	FixtureClock       FixtureKind = "clock"
	FixtureRecording   FixtureKind = "recording"
)

func (FixtureKind) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(FixtureRole), "a role"},
		{string(FixtureUser), "a user"},
		{string(FixtureTenant), "a customer"},
		{string(FixtureClient), "a client"},
		{string(FixtureDevice), "a device"},
		{string(FixtureEnvironment), "an environment"},
		{string(FixtureKey), "a key for tests"},
		{string(FixtureToken), "a token made for tests"},
		{string(FixtureClock), "a moment that the test takes for now"},
		{string(FixtureRecording), "a recorded response"},
	}}
}

// ScenarioKind is the outcome that a scenario tests.
type ScenarioKind string

// The outcomes.
const (
	ScenarioSuccess      ScenarioKind = "success"
	ScenarioExpiry       ScenarioKind = "expiry"
	ScenarioRevocation   ScenarioKind = "revocation"
	ScenarioRenewal      ScenarioKind = "renewal"
	ScenarioRotation     ScenarioKind = "rotation"
	ScenarioReuse        ScenarioKind = "reuse"
	ScenarioTheft        ScenarioKind = "theft"
	ScenarioLogout       ScenarioKind = "logout"
	ScenarioOffline      ScenarioKind = "offline"
	ScenarioConcurrency  ScenarioKind = "concurrency"
	ScenarioPartition    ScenarioKind = "partition"
	ScenarioDeviceSwitch ScenarioKind = "device_switch"
	ScenarioMultiDevice  ScenarioKind = "multi_device"
	ScenarioLongTask     ScenarioKind = "long_task"
	ScenarioStepUp       ScenarioKind = "step_up"
	ScenarioScope        ScenarioKind = "scope"
	ScenarioSkew         ScenarioKind = "skew"
	ScenarioKeyRotation  ScenarioKind = "key_rotation"
	ScenarioOutage       ScenarioKind = "outage"
	ScenarioMigration    ScenarioKind = "migration"
)

func (ScenarioKind) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(ScenarioSuccess), "everything goes well"},
		{string(ScenarioExpiry), "a token expires"},
		{string(ScenarioRevocation), "a token is revoked"},
		{string(ScenarioRenewal), "a token is renewed"},
		{string(ScenarioRotation), "a token string is replaced"},
		{string(ScenarioReuse), "a superseded token comes back"},
		{string(ScenarioTheft), "a token is stolen"},
		{string(ScenarioLogout), "a user signs out"},
		{string(ScenarioOffline), "there is no network"},
		{string(ScenarioConcurrency), "two renewals meet"},
		{string(ScenarioPartition), "a part of the system is cut off"},
		{string(ScenarioDeviceSwitch), "a user goes on elsewhere"},
		{string(ScenarioMultiDevice), "a user has several devices"},
		{string(ScenarioLongTask), "work outlasts its token"},
		{string(ScenarioStepUp), "more authentication is asked for"},
		{string(ScenarioScope), "a scope is missing"},
		{string(ScenarioSkew), "clocks differ"},
		{string(ScenarioKeyRotation), "a signing key is replaced"},
		{string(ScenarioOutage), "something is down"},
		{string(ScenarioMigration), "a change of the policy takes effect"},
	}}
}
