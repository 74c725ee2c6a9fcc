"""A DuckLake as the warehouse: a catalog, which is a DuckDB file, and a folder of Parquet files that it names.

Connections only; imports nothing but DuckDB. The extension comes from the Python package of the extra `ducklake`, so
that nothing is fetched from a network.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

_PACKAGE = "duckdb_extension_ducklake"
_NAME = "lake"
CHECKPOINT = f"CHECKPOINT __ducklake_metadata_{_NAME}"
"""Writes the catalog's log into its file. (`CHECKPOINT` alone is DuckLake's own, which rewrites data files.)"""


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a DuckLake is. `data` is the folder of its files: None where the catalog says it, or beside it when new."""

    catalog: Path
    data: Path | None = None

    def __str__(self) -> str:
        """The address as a user gives it."""
        return f"ducklake:{self.catalog}" + (f"?data={self.data}" if self.data else "")

    @property
    def parent(self) -> Path:
        """The folder of the catalog."""
        return self.catalog.parent

    @property
    def name(self) -> str:
        """The name of the catalog."""
        return self.catalog.name

    def exists(self) -> bool:
        """True when there is a catalog."""
        return self.catalog.exists()


Warehouse = Path | Lake
"""Where a warehouse is: a DuckDB file, or a DuckLake."""


def file_of(warehouse: Warehouse) -> Path:
    """The DuckDB file that is the warehouse or, of a DuckLake, its catalog."""
    return warehouse.catalog if isinstance(warehouse, Lake) else warehouse


def has_extension() -> bool:
    """True when the extra `ducklake` is installed."""
    return find_spec(_PACKAGE) is not None


def connect_lake(lake: Lake, catalog: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection whose tables are those of the lake, by a copy of its catalog; raises duckdb.Error.

    Where there is no file `catalog`, a lake without tables begins.
    """
    beside = lake.catalog.with_name(lake.catalog.name + ".files").absolute()
    data = lake.data or (None if catalog.exists() else beside)
    options = ["READ_ONLY"] if read_only else [f"CREATE_IF_NOT_EXISTS {not catalog.exists()}"]
    connection = duckdb.connect()
    try:
        connection.execute(f"SET temp_directory = {_literal(f'{catalog.absolute()}.tmp')}")  # as for a file
        connection.execute(f"LOAD {_literal(_extension())}")
        _attach(connection, catalog, options + ([_data_path(data)] if data else []))
        stands = data_folder(connection)
        if not lake.data and stands.name == beside.name and stands != beside:  # the lake was moved, or is a copy
            connection.execute(f"DETACH {_NAME}")
            _attach(connection, catalog, [*options, _data_path(beside), "OVERRIDE_DATA_PATH true"])
        connection.execute(f"USE {_NAME}")
    except BaseException:
        connection.close()
        raise
    return connection


def data_folder(connection: duckdb.DuckDBPyConnection) -> Path:
    """The folder of a connected lake's data files."""
    [(folder,)] = connection.execute(f"SELECT data_path FROM ducklake_settings('{_NAME}')").fetchall()
    return Path(folder)


def is_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    """True when the connection's tables are those of a DuckLake."""
    query = "SELECT type = 'ducklake' FROM duckdb_databases() WHERE database_name = current_database()"
    [(answer,)] = connection.execute(query).fetchall()
    return bool(answer)


def _attach(connection: duckdb.DuckDBPyConnection, catalog: Path, options: list[str]) -> None:
    connection.execute(f"ATTACH {_literal(f'ducklake:{catalog}')} AS {_NAME} ({', '.join(options)})")


def _data_path(folder: Path) -> str:
    """The folder as DuckLake keeps it: the same from wherever the lake is read."""
    return f"DATA_PATH {_literal(f'{folder.absolute()}/')}"


def _extension() -> Path:
    spec = find_spec(_PACKAGE)
    [folder] = (spec and spec.submodule_search_locations) or [""]
    return Path(folder, "extensions", f"v{duckdb.__version__}", "ducklake.duckdb_extension")


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
