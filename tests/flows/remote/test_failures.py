"""What time may mend, and the line that a user gets for each failure."""

import errno

import pytest

from flows.errors import WrongUseError
from flows.remote import RemoteDrop
from flows.remote.failures import UnsteadyError, explain, is_lasting


class NoCredentialsError(Exception):
    """As botocore names it."""


class HttpError(Exception):
    """As gcsfs has it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"answer\nwith {code}")
        self.code = code


@pytest.mark.parametrize(
    ("error", "lasts", "words"),
    [
        (NoCredentialsError(), True, "access is refused (NoCredentialsError): set its credentials (GOOGLE_APPL"),
        (PermissionError("Access Denied"), True, "access is refused (Access Denied): set"),
        (HttpError(403), True, "access is refused (answer with 403): set"),
        (HttpError(400), True, "it cannot be read (answer with 400): refresh again"),
        (HttpError(429), False, "it cannot be read (answer with 429)"),
        (HttpError(503), False, "it cannot be read (answer with 503)"),
        (TimeoutError(), False, "it cannot be read (TimeoutError)"),
        (ConnectionResetError("reset by peer"), False, "it cannot be read (reset by peer)"),
        (UnsteadyError("credentials.txt went while it was read"), False, "it cannot be read (credentials.txt went"),
        (
            OSError(errno.ENOSPC, "No space left"),
            True,
            "written ([Errno 28] No space left): make room, or name another",
        ),
        (ValueError("no such region"), True, "it cannot be read (no such region)"),
    ],
)
def test_failure(error: Exception, lasts: bool, words: str) -> None:
    failure = explain(RemoteDrop("gs://bucket/in"), error)
    assert is_lasting(error) == lasts
    assert str(failure).startswith("gs://bucket/in: ")
    assert words in str(failure)
    assert failure.exit_code == 3


def test_secret_of_a_url_that_a_server_led_to_is_not_told() -> None:
    message = "403, message='Forbidden', url='https://me:hunter2@host/a.txt?X-Signature=hunter2&b=1' and s3://b/c?d"
    failure = explain(RemoteDrop("https://host/in/"), Exception(message))
    assert "url='https://…@host/a.txt?…' and s3://b/c?d" in str(failure)


def test_own_error_stays_as_it_is() -> None:
    error = WrongUseError("there is no such drop")
    assert is_lasting(error)
    assert explain(RemoteDrop("gs://bucket/in"), error) is error
