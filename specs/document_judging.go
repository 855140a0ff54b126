package specs

// Suppression silences a finding.
type Suppression struct {
	Mark
	// Rule is the rule.
	Rule Value[string] `yaml:"rule" must:"true"`
	// Setting is the place.
	Setting Value[SettingPath] `yaml:"at"`
	// Reason is the reason.
	Reason Value[Prose] `yaml:"reason,short" req:"TYP-10" must:"true"`
	// Owner is who answers for it.
	Owner Value[string] `yaml:"owner" req:"TYP-10"`
	// Until is the first day on which it no longer holds.
	Until Value[Date] `yaml:"until" req:"TYP-10"`
}

// Lint is how the policy is judged, where that differs from the rules' own measure.
type Lint struct {
	Mark
	// Severity changes how grave the findings of a rule are, by rule. To silence one, write a suppression: it needs a reason.
	Severity Map[Value[FindingSeverity]] `yaml:"severity" req:"GOV-4" key:"name"`
	// Thresholds change figures that no standard fixes, by the name that `tokenbook explain` gives for the rule.
	Thresholds Map[Value[Threshold]] `yaml:"thresholds" req:"GOV-4" key:"name"`
}
