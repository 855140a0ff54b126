"""Keeps the promises of the client: a token is refreshed before its end and once at a time, the old one is used while it
works, waits keep to the policy's bounds, and each error leads to what the policy says."""

from __future__ import annotations

import threading
import unittest
from datetime import datetime, timedelta, timezone

import acme_token_policy as policy
from acme_token_policy import Client, ErrorCode
from token_source import ReauthenticateError, StopError, Token, TokenError, TokenSource

START = datetime(2026, 10, 1, 12, tzinfo=timezone.utc)
LIFE = timedelta(minutes=10)


class World:
    """A token endpoint and a clock that stands still until it is set."""

    def __init__(self, *answers: TokenError | None) -> None:
        self.now, self.answers, self.asked, self.waits = START, list(answers), 0, list[timedelta]()

    def fetch(self) -> Token:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return Token(f"t{self.asked}", self.now, self.now + LIFE)

    def source(self, client: Client = Client.MOBILE) -> TokenSource:
        return TokenSource(client, self.fetch, lambda: self.now, self.waits.append)


class TokenSourceTest(unittest.TestCase):
    def test_refresh_before_the_end(self) -> None:
        world = World()
        source = world.source()
        source.token()
        moment = LIFE - max(LIFE * policy.REFRESH_REMAINING_SHARE, policy.REFRESH_AT_LEAST)
        for at, value in ((moment - timedelta(milliseconds=1), "t1"), (moment, "t2")):
            world.now = START + at
            self.assertEqual(source.token().value, value, at)

    def test_one_refresh_for_all(self) -> None:
        world = World()
        source = world.source()
        threads = [threading.Thread(target=source.token) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(world.asked, 1)

    def test_old_token_is_used_while_it_works(self) -> None:
        world = World(None, *(TokenError(ErrorCode.TEMPORARILY_UNAVAILABLE) for _ in range(20)))
        source = world.source()
        first = source.token()
        world.now = first.expires_at - timedelta(seconds=1)
        self.assertEqual(source.token(), first)
        self.assertEqual(world.asked, 2 + policy.RETRY_ATTEMPTS)
        for attempt, wait in enumerate(world.waits, 1):
            bounds = policy.backoff(attempt)
            assert bounds is not None
            self.assertTrue(bounds[0] <= wait <= bounds[1], (attempt, wait))
        world.now = first.expires_at
        with self.assertRaises(TokenError):
            source.token()

    def test_retry_after_outranks_the_computed_wait(self) -> None:
        world = World(TokenError(ErrorCode.TEMPORARILY_UNAVAILABLE, timedelta(minutes=1)))
        world.source().token()
        self.assertEqual(world.waits, [timedelta(minutes=1)])

    def test_errors_that_waiting_does_not_help(self) -> None:
        for client, code, error in (
            (Client.MOBILE, ErrorCode.INVALID_GRANT, ReauthenticateError),
            (Client.WORKER, ErrorCode.INVALID_GRANT, StopError),
            (Client.MOBILE, ErrorCode.INVALID_CLIENT, StopError),
            (Client.MOBILE, "no_such_code", StopError),
        ):
            world = World(TokenError(code))
            with self.subTest(code), self.assertRaises(error):
                world.source(client).token()
            self.assertEqual(world.asked, 1)


if __name__ == "__main__":
    unittest.main()
