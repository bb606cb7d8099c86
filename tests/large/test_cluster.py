"""Batches on a Dask cluster: the same tables, whoever is killed, and wherever they are written."""

import contextlib
import os
import signal
import socket
import threading
import time

import pandas as pd
import pytest
from tiny import CODEBOOK

from analysis import InputError

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
pytest.importorskip("distributed", reason="the extra `dask` is not installed")

import distributed

from analysis.large.cluster import PAGE
from analysis.large.run import write_tables
from analysis.large.store import read_tables


@pytest.fixture
def study(write):
    texts = (
        part
        for n in range(12)
        for part in (f"study/{n}.txt", f"State {n} must act.\n\nPoverty. " * n + "End.")
    )
    return (
        write(
            *texts,
            "study/rows.jsonl",
            '{"text": "Rights.", "outlet": "Post"}\n{"text": "Rights?"}\n',
        )
        / "study"
    )


def assert_equal(one, other) -> None:
    for name in ("documents", "sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("n_workers", [1, 2])
def test_the_tables_are_those_of_one_machine(study, tmp_path, n_workers):
    made = write_tables(study, CODEBOOK, tmp_path / "one", batch=100)
    with distributed.LocalCluster(
        n_workers=n_workers, threads_per_worker=1, dashboard_address=PAGE
    ) as cluster:
        address = cluster.scheduler_address
        assert write_tables(study, CODEBOOK, tmp_path / "two", batch=100, scheduler=address) == made
    assert_equal(read_tables(tmp_path / "one"), read_tables(tmp_path / "two"))


def test_beside_another_cluster(study, tmp_path):
    """Whose page has Dask's usual port."""
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # then something else has it
            other.bind(("0.0.0.0", 8787))
            other.listen()
        assert write_tables(study, CODEBOOK, tmp_path / "one", batch=100, scheduler="local")[
            "batches"
        ]


def test_nothing_is_lost_with_a_worker(study, tmp_path):
    made = write_tables(study, CODEBOOK, tmp_path / "one", batch=1)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=PAGE
    ) as cluster:
        killer = threading.Thread(
            target=kill_one, args=(cluster.scheduler_address, tmp_path / "two")
        )
        killer.start()
        assert (
            write_tables(
                study, CODEBOOK, tmp_path / "two", batch=1, scheduler=cluster.scheduler_address
            )
            == made
        )
        killer.join()
    assert_equal(read_tables(tmp_path / "one"), read_tables(tmp_path / "two"))


def kill_one(address: str, out) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        pids = client.run(os.getpid)
        while not list(out.glob("journal/*.json")):
            time.sleep(0.002)
        os.kill(min(pids.values()), signal.SIGKILL)


def test_tables_at_an_address(study, tmp_path):
    made = write_tables(study, CODEBOOK, "memory://tables/here", batch=100)
    assert write_tables(study, CODEBOOK, "memory://tables/here", batch=100) == {
        **made,
        "kept": made["batches"],
    }
    write_tables(study, CODEBOOK, tmp_path / "out", batch=100)
    assert_equal(read_tables("memory://tables/here"), read_tables(tmp_path / "out"))


def test_addresses_that_lead_nowhere(study, tmp_path):
    with pytest.raises(InputError, match="expected the address of a Dask scheduler that runs"):
        write_tables(study, CODEBOOK, tmp_path / "out", scheduler="nowhere://x")
    with pytest.raises(InputError, match="found an address that cannot be used"):
        write_tables(study, CODEBOOK, "nowhere://x")
