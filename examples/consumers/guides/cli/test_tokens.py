"""Keeps the promise that the worked example on the command line's page does what that page says: one request for all
threads, the refresh token kept before it is used, tries again where that can help, and a word about what to do where not."""

from __future__ import annotations

import io
import json
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request
from contextlib import AbstractContextManager, nullcontext
from email.message import Message
from typing import Any
from unittest import mock

import tokens


class Reply(io.BytesIO):
    """An answer of the endpoint."""

    def __init__(self, body: bytes, headers: Message) -> None:
        super().__init__(body)
        self.status, self.headers = 200, headers


class World:
    """A token endpoint that answers in turn what it is told, and then with tokens."""

    def __init__(self, *answers: tuple[int, str] | OSError, retry_after: str = "0") -> None:
        self.answers, self.retry_after = list(answers), retry_after
        self.kept, self.forms, self.nonces, self.waits = "r0", list[dict[str, str]](), list[str](), list[float]()
        self.locked = 0

    def open(self, request: urllib.request.Request, timeout: float | None = None) -> Reply:
        assert isinstance(request.data, bytes) and request.full_url == tokens.TOKEN_ENDPOINT and timeout == tokens.REQUEST_TIMEOUT
        self.forms.append(dict(urllib.parse.parse_qsl(request.data.decode())))
        headers = Message()
        headers["DPoP-Nonce"], headers["Retry-After"] = "n", self.retry_after
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, OSError):
            raise answer
        if answer is not None:
            raise urllib.error.HTTPError(request.full_url, answer[0], "", headers, io.BytesIO(answer[1].encode()))
        n = len(self.forms)
        return Reply(json.dumps({"access_token": f"t{n}", "refresh_token": f"r{n}", "expires_in": 600}).encode(), headers)

    def lock(self) -> AbstractContextManager[object]:
        self.locked += 1
        return nullcontext()

    def prove(self, method: str, address: str, nonce: str) -> str:
        self.nonces.append(nonce)
        return f"{method} {address}"

    def save(self, token: str) -> None:
        self.kept = token

    def source(self) -> tokens.Source:
        return tokens.Source(lambda: self.kept, self.save, self.lock, lambda form: form.update(client_id="cli"), self.prove)

    def __enter__(self) -> World:
        self._patches: list[Any] = [
            mock.patch("urllib.request.urlopen", self.open),
            mock.patch("time.sleep", self.waits.append),
        ]
        for patch in self._patches:
            patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        for patch in self._patches:
            patch.stop()


REFUSED = '{"error": "%s"}'


class TokensTest(unittest.TestCase):
    def test_one_request_for_all(self) -> None:
        with World() as world:
            source = world.source()
            threads = [threading.Thread(target=source.token) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(world.forms, [{"grant_type": "refresh_token", "refresh_token": "r0", "client_id": "cli"}])
        self.assertEqual((world.kept, world.locked), ("r1", 1))
        self.assertNotIn("t1", repr(source))

    def test_tries_again_where_that_can_help(self) -> None:
        answers: list[tuple[int, str] | OSError] = [
            (503, REFUSED % "temporarily_unavailable"),
            (502, "<html>"),
            (503, "[]"),
            OSError("down"),
            (400, REFUSED % "use_dpop_nonce"),
        ]
        for answer in answers:
            with self.subTest(answer), World(answer) as world:
                self.assertEqual(world.source().token(), "t2")
                self.assertEqual(len(world.waits), 1)
                self.assertEqual(world.nonces, ["", "" if isinstance(answer, OSError) else "n"])
                self.assertLessEqual(world.waits[0], tokens.RETRY_BASE)

    def test_waits(self) -> None:
        down = [(503, "")] * 9
        with World(*down, retry_after="7") as world, self.assertRaises(tokens.Refusal):
            world.source().token()
        self.assertEqual(world.waits, [7.0] * tokens.RETRY_ATTEMPTS)

    def test_old_token_is_used_while_it_lives(self) -> None:
        now = [1000.0]
        with World() as world, mock.patch("time.time", lambda: now[0]):
            source = world.source()
            self.assertEqual(source.token(), "t1")
            world.answers = [OSError("down")] * 9
            now[0] += 600 - tokens.CLOCK_TOLERANCE - 1
            self.assertEqual(source.token(), "t1")
            now[0] += 1
            with self.assertRaises(tokens.Refusal):
                source.token()

    def test_says_what_to_do(self) -> None:
        for code, want in ("invalid_grant", "reauthenticate"), ("no_such_code", ""):
            with self.subTest(code), World((400, REFUSED % code)) as world:
                with self.assertRaises(tokens.Refusal) as caught:
                    world.source().token()
                self.assertEqual((caught.exception.action, len(world.forms)), (want, 1))

    def test_refused_token_is_renewed_once(self) -> None:
        with World() as world:
            source = world.source()
            first = source.token()
            for _ in range(3):
                self.assertEqual(source.refused(first, "invalid_token"), "refresh")
                self.assertEqual(source.token(), "t2")


if __name__ == "__main__":
    unittest.main()
