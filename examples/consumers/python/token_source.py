"""Keeps an access token fresh by a token policy.

It refreshes before the token ends, once at a time, waits between tries as the policy says, and does what the policy
says about each error. All numbers and decisions come from the generated package acme_token_policy.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import acme_token_policy as policy
from acme_token_policy import Action, Client, Surface


@dataclass(frozen=True)
class Token:
    """An access token with the moments between which it works."""

    value: str
    issued_at: datetime
    expires_at: datetime


class TokenError(Exception):
    """A refusal of the token endpoint (RFC 6749, section 5.2), or a failure to reach it, which has no code."""

    def __init__(self, code: str | None, retry_after: timedelta = timedelta(0)) -> None:
        super().__init__(code or "no answer")
        self.code = code
        self.retry_after = retry_after


class ReauthenticateError(Exception):
    """The user has to sign in again."""


class StopError(Exception):
    """No token can be had without somebody's help."""


class TokenSource:
    """Hands out access tokens of one client, to any number of threads."""

    def __init__(self, client: Client, fetch: Callable[[], Token], now: Callable[[], datetime], sleep: Callable[[timedelta], None]) -> None:
        self._client, self._fetch, self._now, self._sleep = client, fetch, now, sleep
        self._lock = threading.Lock()
        self._token: Token | None = None

    def token(self) -> Token:
        """Give a token that still works.

        One thread refreshes at a time: the others use the old token while it works, and wait at its end. Where the
        refresh fails, the old token is used as long as it works.
        """
        have = self._token
        if have is not None and not policy.should_refresh(self._now(), have.issued_at, have.expires_at):
            return have
        if not self._lock.acquire(blocking=not self._works(have)):
            assert have is not None
            return have
        try:
            if self._token is not have and self._token is not None:
                return self._token  # another thread was faster
            try:
                self._token = self._try()
            except (TokenError, ReauthenticateError, StopError):
                if have is None or not self._works(have):
                    raise
                return have
            return self._token
        finally:
            self._lock.release()

    def _works(self, token: Token | None) -> bool:
        return token is not None and self._now() < token.expires_at

    def _try(self) -> Token:
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._fetch()
            except TokenError as refused:
                action = Action.BACKOFF
                if refused.code is not None:
                    action = policy.decide_error_for(self._client, refused.code, Surface.TOKEN)
                if action in (Action.REAUTHENTICATE, Action.STEP_UP, Action.REQUEST_SCOPE):
                    raise ReauthenticateError from refused
                if action not in (Action.BACKOFF, Action.RETRY, Action.USE_NONCE):
                    raise StopError from refused
                bounds = policy.backoff(attempt)
                if bounds is None:
                    raise
                wait = bounds[0] + (bounds[1] - bounds[0]) * random.random()
                if policy.HONOR_RETRY_AFTER:
                    wait = max(wait, refused.retry_after)
                self._sleep(wait)
