"""What is kept on disk between runs: read back whole, or computed anew; never torn, stale or in two minds."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from wayfinding import store
from wayfinding.routing import compile_network
from wayfinding.routing.network import Network
from wayfinding.station import SHIPPED_STATION, load_station


def numbers() -> tuple[np.ndarray, ...]:
    return np.arange(12.0).reshape(3, 4), np.arange(5, dtype=np.uint16)


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """The only file of a folder of tables, just written."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    store.recall("numbers", [b"content"], numbers)
    (path,) = (tmp_path / "wayfinding").iterdir()
    return path


def never() -> tuple[np.ndarray, ...]:
    raise AssertionError("computed again")


def same(arrays: tuple[np.ndarray, ...]) -> bool:
    return all(np.array_equal(*pair) and pair[0].dtype == pair[1].dtype for pair in zip(arrays, numbers(), strict=True))


def test_tables_are_read_back_as_they_were_written(kept):
    arrays = store.recall("numbers", [b"content"], never)
    assert same(arrays)
    assert all(array.flags.writeable for array in arrays)


@pytest.mark.parametrize("content", [[b"other"], [b"con", b"tent"], [np.arange(3.0)]])
def test_tables_of_other_content_are_computed_anew(kept, content):
    with pytest.raises(AssertionError, match="computed again"):
        store.recall("numbers", content, never)


@pytest.mark.parametrize("spoil", [
    lambda data: b"", lambda data: data[:-70], lambda data: data[:10], lambda data: b"\0" + data[1:],
    lambda data: data[:80] + b"\xff" + data[81:], lambda data: b"[]\n" + data, lambda data: b"\x80\x04N.",
    lambda data: data.replace(b"float64", b"object_"), lambda data: data.replace(b"[3, 4]", b"[3,-4]"),
    lambda data: data.replace(b"tables/2", b"tables/1"), lambda data: data.replace(b"[3, 4]", b"[3,1e9]"),
])  # fmt: skip
def test_a_torn_or_foreign_file_is_as_good_as_none_and_is_replaced(kept, spoil):
    kept.write_bytes(spoil(kept.read_bytes()))
    assert same(store.recall("numbers", [b"content"], numbers))
    assert same(store.recall("numbers", [b"content"], never))


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "wayfinding").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert same(store.recall("numbers", [b"content"], numbers))


def test_the_folder_never_holds_more_than_its_limit(kept, monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 2 * kept.stat().st_size)
    for number in range(4):
        store.recall("numbers", [b"%d" % number], numbers)
    assert len(list(kept.parent.iterdir())) == 2


@pytest.fixture
def large(tmp_path, monkeypatch) -> Path:
    """The only file of a folder, large enough to be mapped."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    store.recall("numbers", [b"content"], wide_numbers)
    (path,) = (tmp_path / "wayfinding").iterdir()
    return path


def wide_numbers() -> tuple[np.ndarray, ...]:
    return (np.arange(400_000.0),)


def test_a_large_file_is_read_back_and_never_written_to(large):
    written = large.read_bytes()
    (array,) = store.recall("numbers", [b"content"], never)
    assert np.array_equal(array, *wide_numbers())
    array[:] = 0.0
    assert large.read_bytes() == written


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:-1] + b"\1", lambda data: data[:999]])
def test_a_large_torn_file_is_as_good_as_none(large, spoil):
    large.write_bytes(spoil(large.read_bytes()))
    assert np.array_equal(*store.recall("numbers", [b"content"], wide_numbers), *wide_numbers())
    assert np.array_equal(*store.recall("numbers", [b"content"], never), *wide_numbers())


def test_what_is_not_to_be_kept_is_computed_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert same(store.recall("numbers", [b"content"], numbers, kept=False))
    assert not (tmp_path / "wayfinding").exists()


def test_equal_content_is_held_once_while_somebody_holds_it(kept):
    first, second = (store.recall("numbers", [b"content"], never)[0] for _ in range(2))
    assert np.shares_memory(first, second)
    kept.unlink()
    assert same(store.recall("numbers", [b"content"], never))
    del first, second
    with pytest.raises(AssertionError, match="computed again"):
        store.recall("numbers", [b"content"], never)


def test_changed_code_and_other_code_have_other_names(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "some_kernel.py").write_text("A = 1\n")
    __import__("some_kernel")
    first = store.code_of("some_kernel")
    assert first == store.code_of("some_kernel") != store.code_of("some_kernel", "wayfinding.store")
    (tmp_path / "some_kernel.py").write_text("A = 2\n")
    assert store.code_of("some_kernel") != first


def test_a_file_half_written_long_ago_is_swept_up(kept, monkeypatch):
    old, new = kept.parent / "old.part", kept.parent / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, times=(time.time() - 2 * store.ABANDONED_S,) * 2)
    monkeypatch.setattr(store, "MAX_BYTES", 10**6)
    store.recall("numbers", [b"other"], wide_numbers)
    assert (old.exists(), new.exists()) == (False, True)


def test_two_processes_that_write_at_once_leave_whole_files(tmp_path):
    write = """
import numpy as np
from wayfinding import store
for turn in range(40):
    for number in range(3):
        compute = lambda: (np.full(200_000, float(number)),)
        (array,) = store.recall("numbers", [b"%d" % number], compute)
        assert (array == number).all()
        del array
        if turn % 3 == number:
            for path in store.folder().glob("*.tables"):
                path.unlink(missing_ok=True)
"""
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen([sys.executable, "-c", write], env=env) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert not list((tmp_path / "wayfinding").glob("*.part"))


def held_arrays(network: Network) -> list[np.ndarray]:
    layer = network.layer(0.25)
    return [array for hall in layer.halls for array in (*hall.surface.square, hall.surface.mesh.at, hall.fan.metres)]


def test_equal_stations_in_one_process_share_their_tables():
    one, other = (compile_network(load_station(SHIPPED_STATION)) for _ in range(2))
    assert one.station is not other.station
    for first, second in zip(held_arrays(one), held_arrays(other), strict=True):
        assert first.size == 0 or np.shares_memory(first, second)
