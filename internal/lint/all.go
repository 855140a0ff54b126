package lint

// rules is the catalogue, in its order.
var rules = []*Rule{
	accessTokenWithoutEnd,
	longBearerToken,
	passwordGrant,
	unansweredThreat,
}
