"""What goes wrong with a remote drop: what time may mend, and what each failure means to the user.

The packages of protocols have errors of their own, which are known here by their names, words and status: importing
them would need all of these packages.
"""

import errno
import re

from flows.errors import DatelineError, RunFailedError
from flows.remote.address import RemoteDrop

CACHE_VARIABLE = "DATELINE_CACHE"
"""Environment variable that names the folder for mirrors."""
_CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "s3a": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "gcs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
    "abfs": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
    "http": "a line in ~/.netrc",
    "https": "a line in ~/.netrc",
}
_ABOUT_CREDENTIALS = re.compile("credential|authenticat", re.IGNORECASE)
_SECRET = re.compile(r"""(?<=://)[^\s/?'"]+(?=@)|(?<=\?)[^\s?'"]*=[^\s'"]*""")  # user and password; a query
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_STATUS_MENDED_BY_TIME = (408, 429)


class UnsteadyError(Exception):
    """What was listed is not there, or not as it was listed: the next listing may tell."""


def is_lasting(error: Exception) -> bool:
    """True for an error that time does not mend."""
    if isinstance(error, DatelineError | NotImplementedError | ValueError | TypeError):
        return True
    status = http_status(error) or 0
    is_refused = 400 <= status < 500 and status not in _STATUS_MENDED_BY_TIME
    return is_refused or _is_about_access(error) or _is_of_the_disk(error)


def explain(drop: RemoteDrop, error: Exception) -> DatelineError:
    """What a failure means to the user, in one line."""
    if isinstance(error, DatelineError):
        return error
    reason = describe(error)
    if _is_of_the_disk(error):
        remedy = f"make room, or name another folder with {CACHE_VARIABLE}"
        return RunFailedError(f"{drop}: the copy of it cannot be written ({reason}): {remedy}")
    if _is_about_access(error):
        means = _CREDENTIALS.get(drop.scheme) or f"FSSPEC_{drop.scheme.upper()}_…"
        return RunFailedError(f"{drop}: access is refused ({reason}): set its credentials ({means})")
    return RunFailedError(f"{drop}: it cannot be read ({reason}): refresh again when it can")


def describe(error: Exception) -> str:
    """The words of an error in one line; of URLs, such as those that a server leads to, without what may be secret."""
    words = " ".join(str(error).split()) or type(error).__name__
    return _SECRET.sub("…", words)


def http_status(error: Exception) -> int | None:
    """The status of an answer of HTTP that an error tells of."""
    status = getattr(error, "status", None) or getattr(error, "code", None)
    return status if isinstance(status, int) else None


def _is_about_access(error: Exception) -> bool:
    if (status := http_status(error)) is not None:
        return status in (401, 403)
    if isinstance(error, PermissionError | UnsteadyError):
        return isinstance(error, PermissionError)
    words = [describe(error), *(kind.__name__ for kind in type(error).__mro__)]
    return any(_ABOUT_CREDENTIALS.search(word) for word in words)


def _is_of_the_disk(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _OF_THE_DISK
