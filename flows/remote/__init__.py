"""A drop that is a URL (object storage, a web server): it is mirrored into a folder of this machine and read there.

`address` says what a user named, `storage` lists and fetches by fsspec, `mirror` holds what came, `failures` tells what
went wrong. Objects are not
opened where they lie: archives and Parquet are read from their ends, packed files twice, and articles that come apart
once more, so that each would be a download of its own, which may fail in the midst of a file. With a mirror the network
is over when reading begins, an object comes once for each of its versions, and all that holds for a folder holds here:
looks, sidecars, the catalog, names, order. The price is disk for a copy of the drop.
"""

from flows.remote.address import Drop, RemoteDrop, find_drop
from flows.remote.mirror import OpenDrop, open_drop

__all__ = ["Drop", "OpenDrop", "RemoteDrop", "find_drop", "open_drop"]
