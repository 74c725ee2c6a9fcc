"""A web server and an S3 server of this machine, which note what they are asked, and a drop of many kinds of files."""

import gzip
import os
import threading
import urllib.request
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.remote import mirror, storage

TEXT = "Governor Ada Lind of Ostland opened the bridge in Vik on Tuesday."
BUCKET = "news"


class WebServer(ThreadingHTTPServer):
    """Serves `folder`; notes requests as (method, path); for a path in `faults`, the next answers are these instead.

    A fault is a status, or None: the connection is cut in the middle of the file.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests: list[tuple[str, str]] = []
        self.faults: dict[tuple[str, str], list[int | None]] = {}
        self.before: Callable[[str, str], None] = lambda method, path: None
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def count(self) -> Counter[str]:
        """Requests by method; those for a listing apart."""
        return Counter("LIST" if path.endswith("/") else method for method, path in self.requests)


class _Handler(SimpleHTTPRequestHandler):
    server: WebServer

    def _is_faulty(self) -> bool:
        self.server.requests.append((self.command, self.path))
        self.server.before(self.command, self.path)
        faults = self.server.faults.get((self.command, self.path))
        if not faults:
            return False
        if (status := faults.pop(0)) is not None:
            self.send_error(status)
            return True
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"half of it")
        self.close_connection = True
        return True

    def do_GET(self) -> None:
        if not self._is_faulty():
            super().do_GET()

    def do_HEAD(self) -> None:
        if not self._is_faulty():
            super().do_HEAD()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mirrors of a test lie in a folder of its own, and it waits for nothing."""
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(mirror, "_DELAYS", (0.0, 0.0, 0.0))
    return tmp_path / "cache"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times that a server tells count, however late they are."""
    monkeypatch.setattr(storage, "_TIME_TO_SETTLE", -storage._TIME_TO_SETTLE * 1000)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Articles, refusals, a sidecar, the catalog, what is left out, and names that are odd in a URL."""
    folder = tmp_path / "drop"
    (folder / "2025" / "deep").mkdir(parents=True)
    (folder / "a b.txt").write_text(TEXT)
    (folder / "2025" / "é 100%.txt").write_text(TEXT.replace("Ada", "Eva"))
    (folder / "2025" / "é 100%.meta.yml").write_text("published_on: 2026-01-05\ntitle: Bridge\n")
    (folder / "2025" / "deep" / "q&a+#1.jsonl").write_text(f'{{"id": "1", "text": "{TEXT}"}}\nnot json\n')
    (folder / "2025" / "g.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "video.mp4").write_bytes(b"\0" * 100_000)
    (folder / "empty.txt").write_text("")
    (folder / "lonely.meta.yml").write_text("title: none\n")
    (folder / "README.md").write_text("of the drop")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "h.txt").write_text(TEXT)
    (folder / "sources.yml").write_text("The Tide:\n  files: ['2025/*']\n  country: AU\n")
    with zipfile.ZipFile(folder / "e.zip", "w") as archive:
        archive.writestr("inner/f.txt", TEXT)
    return folder


@pytest.fixture
def web(drop: Path) -> Iterator[WebServer]:
    """The drop on a web server, under `/drop`."""
    pytest.importorskip("fsspec")
    pytest.importorskip("aiohttp")
    server = WebServer(drop.parent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Bucket:
    """A bucket of an S3 server; notes requests as (method, path)."""

    def __init__(self, client: Any, requests: list[tuple[str, str]]) -> None:
        self.client = client
        self.requests = requests

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)

    def remove(self, key: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=key)

    def put_folder(self, folder: Path, prefix: str) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                self.put(f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def count(self) -> Counter[str]:
        """Requests by method; those for a listing apart."""
        return Counter("LIST" if "list-type" in path else method for method, path in self.requests)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """URL of an S3 server, and what it was asked."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto")
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:
            pass

    def noting(environment: dict[str, Any], start: Any) -> Any:
        query = environment.get("QUERY_STRING", "")
        requests.append((environment["REQUEST_METHOD"], f"{environment['PATH_INFO']}?{query}"))
        return application(environment, start)

    requests: list[tuple[str, str]] = []
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, noting, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def bucket(s3_server: tuple[str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """An empty bucket, with the environment that leads there."""
    import botocore.session
    from s3fs import S3FileSystem

    url, requests = s3_server
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    S3FileSystem.clear_instance_cache()
    client = botocore.session.get_session().create_client("s3")
    client.create_bucket(Bucket=BUCKET)
    requests.clear()
    yield Bucket(client, requests)
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
