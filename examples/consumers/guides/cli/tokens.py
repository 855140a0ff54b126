"""Keeps an access token and renews it before it ends."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

# What the policy states for client cli in environment production.
# issuers.production.endpoints.token
TOKEN_ENDPOINT = "https://id.acme.example/oauth2/token"
# What to ask for; clients.cli.scopes
SCOPES = "openid offline_access orders.read orders.write"
# Times are in seconds.
# Where an answer has no expires_in; tokens.access.lifetime
ASSUMED_LIFE = 600
REFRESH_SHARE = 0.2  # client_strategy.refresh_at.remaining, of the life
REFRESH_AT_LEAST = 60  # client_strategy.refresh_at.at_least
REFRESH_SPREAD = 0.1  # client_strategy.refresh_at.jitter, of the time ahead
CLOCK_TOLERANCE = 30  # validation.clock_skew
REQUEST_TIMEOUT = 5  # client_strategy.request_timeout
RETRY_ATTEMPTS = 3  # client_strategy.retry.attempts
RETRY_BASE = 0.5  # client_strategy.retry.base
RETRY_CAP = 10  # client_strategy.retry.cap
# client_strategy.retry.statuses
RETRY_STATUSES: list[int] = [429, 502, 503, 504]

# What the policy has this client do about an error code.
ACTIONS: dict[str, str] = {
    "invalid_token": "refresh",
    "insufficient_scope": "request_scope",
    "insufficient_user_authentication": "step_up",
    "use_dpop_nonce": "use_nonce",
    "invalid_grant": "reauthenticate",
    "expired_token": "reauthenticate",
    "invalid_dpop_proof": "fix_request",
    "invalid_client": "operator",
    "unauthorized_client": "operator",
    "too_many_requests": "backoff",
    "temporarily_unavailable": "backoff",
    "authorization_pending": "poll",
    "slow_down": "slow_down",
    "access_denied": "stop",
}


class Refusal(Exception):
    """An answer that has no token in it, and what to do now."""

    def __init__(self, code: str, action: str, status: int = 0, after: float = 0) -> None:
        super().__init__(f"{code}: {action}")
        self.code, self.action, self.status, self.after = code, action, status, after

    def passing(self) -> bool:
        """Tell whether trying again can help."""
        return self.action in ("backoff", "use_nonce") or self.status in RETRY_STATUSES


@dataclass
class Source:
    """Hands out an access token, to any number of threads."""

    # The refresh token's place; clients.cli.storage.refresh: credential_manager
    load: Callable[[], str]
    save: Callable[[str], None]
    # The lock that all who share the tokens take; client_strategy.coordination: file_lock
    lock: Callable[[], AbstractContextManager[object]]
    # Adds client_id; clients.cli.auth: none
    authenticate: Callable[[dict[str, str]], None]
    # A DPoP proof for a method, an address and the server's nonce where there is one, a new one each time.
    prove: Callable[[str, str, str], str]
    _mutex: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _access: str = field(default="", init=False, repr=False)
    _nonce: str = field(default="", init=False, repr=False)
    _due: float = field(default=0, init=False, repr=False)
    _dies: float = field(default=0, init=False, repr=False)

    def token(self) -> str:
        """Give an access token that lives on for a while: one caller renews, the others wait for it."""
        with self._mutex:
            if time.time() >= self._due:
                try:
                    self._renew()
                except Refusal as refusal:
                    # Fall back: the old one may still live.
                    if not refusal.passing() or time.time() + CLOCK_TOLERANCE >= self._dies:
                        raise
            return self._access

    def refused(self, token: str, code: str) -> str:
        """Say what to do when a service refuses a token.

        After "refresh", repeat the call with a new token, as often as
        client_strategy.refreshes_per_request has it: 1.
        """
        action = ACTIONS.get(code, "")
        with self._mutex:
            if self._access == token and action == "refresh":  # nobody has renewed it meanwhile
                self._due = self._dies = 0
        return action

    def _renew(self) -> None:
        with self.lock():
            self._attempts()

    def _attempts(self) -> None:
        attempt = 0
        while True:
            try:
                self._post()
                return
            except Refusal as refusal:
                if not refusal.passing() or attempt >= RETRY_ATTEMPTS:
                    raise
                after = refusal.after
            wait: float = RETRY_BASE * 2**attempt
            wait = min(wait, RETRY_CAP)
            wait = random.uniform(0, wait)
            time.sleep(max(wait, after))
            attempt += 1

    def _post(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": self.load()}
        self.authenticate(form)
        headers = {"Accept": "application/json"}
        headers["DPoP"] = self.prove("POST", TOKEN_ENDPOINT, self._nonce)
        request = urllib.request.Request(TOKEN_ENDPOINT, urllib.parse.urlencode(form).encode(), headers)
        sent = time.time()
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_TIMEOUT or None) as response:
                status, reply, body = response.status, response.headers, response.read()
        except urllib.error.HTTPError as refusal:
            status, reply, body = refusal.code, refusal.headers, refusal.read()
        except (OSError, http.client.HTTPException) as fault:
            raise Refusal(type(fault).__name__, "backoff") from fault
        self._nonce = reply.get("DPoP-Nonce", self._nonce)
        got = _members(body)
        if not got.get("access_token"):
            code = str(got.get("error", ""))
            after = reply.get("Retry-After", "")  # client_strategy.retry.honor_retry_after
            raise Refusal(code, ACTIONS.get(code, ""), status, float(after) if after.isdecimal() else 0)
        if got.get("refresh_token"):
            self.save(got["refresh_token"])  # kept before the new token is used
        life = float(got.get("expires_in") or ASSUMED_LIFE)
        ahead = max(life * REFRESH_SHARE, REFRESH_AT_LEAST)
        ahead += ahead * REFRESH_SPREAD * random.random()
        self._access, self._due, self._dies = got["access_token"], sent + life - ahead, sent + life


def _members(body: bytes) -> dict[str, Any]:
    try:
        got = json.loads(body)
    except ValueError:
        return {}
    return got if isinstance(got, dict) else {}
