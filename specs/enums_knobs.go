package specs

// AxisOwner is whose property an axis is.
type AxisOwner string

// The owners of an axis.
const (
	AxisOfToken       AxisOwner = "token"
	AxisOfGrant       AxisOwner = "grant"
	AxisOfSession     AxisOwner = "session"
	AxisOfUser        AxisOwner = "user"
	AxisOfDevice      AxisOwner = "device"
	AxisOfClient      AxisOwner = "client"
	AxisOfResource    AxisOwner = "resource"
	AxisOfTenant      AxisOwner = "tenant"
	AxisOfIssuer      AxisOwner = "issuer"
	AxisOfEnvironment AxisOwner = "environment"
	AxisOfEdition     AxisOwner = "edition"
	AxisOfRequest     AxisOwner = "request"
)

func (AxisOwner) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(AxisOfToken), "one token"},
		{string(AxisOfGrant), "the grant behind a token"},
		{string(AxisOfSession), "the signed-in state"},
		{string(AxisOfUser), "the person"},
		{string(AxisOfDevice), "the device"},
		{string(AxisOfClient), "one application"},
		{string(AxisOfResource), "the resource server"},
		{string(AxisOfTenant), "the customer"},
		{string(AxisOfIssuer), "the authorization server"},
		{string(AxisOfEnvironment), "one of the team's own deployments"},
		{string(AxisOfEdition), "an edition of the product"},
		{string(AxisOfRequest), "one call"},
	}}
}

// AxisType is what kind of values an axis has.
type AxisType string

// The kinds of axis.
const (
	WordAxis AxisType = "words"
	DateAxis AxisType = "date"
)

func (AxisType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(WordAxis), "one of the words in `values`"},
		{string(DateAxis), "a day; conditions give a range of days"},
	}}
}

// Pick is which of several values counts.
type Pick string

// The ways to pick.
const (
	PickFirst    Pick = "first"
	PickLast     Pick = "last"
	PickShortest Pick = "shortest"
	PickLongest  Pick = "longest"
	PickLatest   Pick = "latest"
)

func (Pick) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(PickFirst), "the first place in the list where a value is set"},
		{string(PickLast), "the last place in the list where a value is set"},
		{string(PickShortest), "the shortest of all that are set"},
		{string(PickLongest), "the longest of all that are set"},
		{string(PickLatest), "the latest moment of all that are set"},
	}}
}

// ReadAt is when a setting is looked up.
type ReadAt string

// The moments of look-up.
const (
	ReadAtIssue   ReadAt = "issue"
	ReadAtRenewal ReadAt = "renewal"
	ReadAtUse     ReadAt = "use"
)

func (ReadAt) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ReadAtIssue), "when a token is issued; later changes leave it alone"},
		{string(ReadAtRenewal), "when a token is renewed; a change reaches it then"},
		{string(ReadAtUse), "whenever a token is used; a change reaches all of them at once"},
	}}
}

// LevelPower is what a level may do to the value above it.
type LevelPower string

// The powers of a level.
const (
	MaySetAny   LevelPower = "any"
	MayShorten  LevelPower = "shorten"
	MayLengthen LevelPower = "lengthen"
)

func (LevelPower) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(MaySetAny), "set any value in the range"},
		{string(MayShorten), "set a shorter value only"},
		{string(MayLengthen), "set a longer value only"},
	}}
}

// OverLimitAction is what happens to a value beyond its range.
type OverLimitAction string

// The ways to treat a value beyond its range.
const (
	OverLimitRefuse      OverLimitAction = "refuse"
	OverLimitClamp       OverLimitAction = "clamp"
	OverLimitSubstitute  OverLimitAction = "substitute"
	OverLimitUnspecified OverLimitAction = "unspecified"
)

func (OverLimitAction) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(OverLimitRefuse), "the request fails"},
		{string(OverLimitClamp), "the nearest value in the range is used"},
		{string(OverLimitSubstitute), "another value is used, and the response tells which"},
		{string(OverLimitUnspecified), "expressly left open"},
	}}
}

// WireUnit is how a product writes a time.
type WireUnit string

// The units and notations.
const (
	WireMilliseconds WireUnit = "ms"
	WireSeconds      WireUnit = "s"
	WireMinutes      WireUnit = "min"
	WireHours        WireUnit = "h"
	WireDays         WireUnit = "d"
	WireWeeks        WireUnit = "w"
	WireGo           WireUnit = "go"
	WireISO8601      WireUnit = "iso8601"
	WireTimeSpan     WireUnit = "dotnet_timespan"
	WireEpoch        WireUnit = "epoch"
	WireRFC3339      WireUnit = "rfc3339"
)

func (WireUnit) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(WireMilliseconds), "milliseconds"},
		{string(WireSeconds), "seconds"},
		{string(WireMinutes), "minutes"},
		{string(WireHours), "hours"},
		{string(WireDays), "days"},
		{string(WireWeeks), "weeks"},
		{string(WireGo), "Go notation, such as 1h30m or 2160h"},
		{string(WireISO8601), "ISO 8601 notation, such as PT15M or P14D"},
		{string(WireTimeSpan), ".NET notation, such as 80.00:30:00"},
		{string(WireEpoch), "a moment, in seconds since 1970-01-01T00:00:00Z"},
		{string(WireRFC3339), "a moment, such as 2026-10-01T00:00:00Z"},
	}}
}
