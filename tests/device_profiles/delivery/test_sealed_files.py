"""Materials on disk: sealed, whole or not there, and gone with their key."""

from __future__ import annotations

import hashlib
import resource
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.delivery.sealed_files import (
    KEY_BYTES,
    SEALED_BYTES,
    SealedFileError,
    SealedFiles,
    master_key,
    write_secret,
)

CASE = "north-1"
MASTER = bytes(range(KEY_BYTES))
CONTENT = b"".join(bytes([number]) * CHUNK_BYTES for number in range(3)) + b"the end"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> SealedFiles:
    return SealedFiles(tmp_path, MASTER)


def append(files: SealedFiles, *numbers: int, content: bytes = CONTENT) -> None:
    digest = hashlib.sha256(content).hexdigest()
    for number in numbers:
        offset = number * CHUNK_BYTES
        files.append(CASE, digest, offset, content[offset : offset + CHUNK_BYTES])


@contextmanager
def disk_with_room_for(size_bytes: int) -> Iterator[None]:
    """No file can grow beyond that: what no longer fits is an OSError, after what did was written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size_bytes", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_what_is_put_is_read_again(files: SealedFiles, tmp_path: Path, size_bytes: int) -> None:
    content = CONTENT[-size_bytes:]
    digest = files.put(CASE, content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert files.put(CASE, content) == digest
    assert files.has(CASE, digest)
    assert SealedFiles(tmp_path, MASTER).read(CASE, digest) == content


def test_nothing_readable_lies_on_the_disk(files: SealedFiles, tmp_path: Path) -> None:
    digest = files.put(CASE, b"Wang Fang, 110101199003070000")
    sealed = (tmp_path / CASE / digest).read_bytes()
    assert b"Wang" not in sealed
    assert files.put("north-2", b"Wang Fang, 110101199003070000") == digest
    assert (tmp_path / "north-2" / digest).read_bytes() != sealed


@pytest.mark.parametrize("arrived", [0, 1, 2, 3])
def test_an_arrival_goes_on_where_it_stopped_after_a_restart(
    files: SealedFiles, tmp_path: Path, arrived: int
) -> None:
    append(files, *range(arrived))
    restarted = SealedFiles(tmp_path, MASTER)
    assert restarted.received_bytes(CASE, DIGEST) == arrived * CHUNK_BYTES
    assert not restarted.has(CASE, DIGEST)
    append(restarted, *range(arrived, 4))
    assert restarted.finish(CASE, DIGEST, len(CONTENT))
    assert restarted.read(CASE, DIGEST) == CONTENT


def test_a_torn_piece_is_asked_for_again(files: SealedFiles, tmp_path: Path) -> None:
    append(files, 0, 1)
    part = tmp_path / CASE / f"{DIGEST}.part"
    with part.open("ab") as file:
        file.truncate(2 * SEALED_BYTES - 1_000)
    restarted = SealedFiles(tmp_path, MASTER)
    assert restarted.received_bytes(CASE, DIGEST) == CHUNK_BYTES
    append(restarted, 1, 2, 3)
    assert restarted.finish(CASE, DIGEST, len(CONTENT))
    assert restarted.read(CASE, DIGEST) == CONTENT


def test_what_a_power_cut_filled_with_zeros_is_thrown_away_whole(
    files: SealedFiles, tmp_path: Path
) -> None:
    append(files, 0, 1, 2, 3)
    part = tmp_path / CASE / f"{DIGEST}.part"
    length = part.stat().st_size
    with part.open("r+b") as file:
        file.truncate(SEALED_BYTES + 100)
        file.truncate(length)
    restarted = SealedFiles(tmp_path, MASTER)
    assert not restarted.finish(CASE, DIGEST, len(CONTENT))
    assert restarted.received_bytes(CASE, DIGEST) == 0
    append(restarted, 0, 1, 2, 3)
    assert restarted.finish(CASE, DIGEST, len(CONTENT))


@pytest.mark.parametrize("restarts", [False, True])
def test_other_bytes_than_the_label_says_are_thrown_away(
    files: SealedFiles, tmp_path: Path, *, restarts: bool
) -> None:
    files.append(CASE, DIGEST, 0, b"something else")
    at_the_end = SealedFiles(tmp_path, MASTER) if restarts else files
    assert not at_the_end.finish(CASE, DIGEST, 14)
    assert at_the_end.received_bytes(CASE, DIGEST) == 0
    assert not at_the_end.has(CASE, DIGEST)


def test_a_full_disk_is_an_error_from_which_it_can_go_on(files: SealedFiles, tmp_path: Path) -> None:
    append(files, 0)
    with disk_with_room_for(SEALED_BYTES + 100_000), pytest.raises(OSError, match="large"):
        append(files, 1)
    assert (tmp_path / CASE / f"{DIGEST}.part").stat().st_size > SEALED_BYTES  # torn, as it would be
    assert files.received_bytes(CASE, DIGEST) == CHUNK_BYTES
    append(files, 1, 2, 3)
    assert files.finish(CASE, DIGEST, len(CONTENT))
    assert files.read(CASE, DIGEST) == CONTENT


def test_a_put_that_found_the_disk_full_can_be_repeated(files: SealedFiles) -> None:
    with disk_with_room_for(SEALED_BYTES + 100_000), pytest.raises(OSError, match="large"):
        files.put(CASE, CONTENT)
    assert not files.has(CASE, DIGEST)
    files.put(CASE, CONTENT)
    assert files.read(CASE, DIGEST) == CONTENT


@pytest.mark.parametrize(
    ("position", "removed"),
    [
        (0, 1),  # the nonce of the first piece
        (20, 1),
        (SEALED_BYTES + 20, 1),
        (3 * SEALED_BYTES + 34, 1),  # the tag of the last
        (0, SEALED_BYTES),  # a whole piece, at either end
        (3 * SEALED_BYTES, SEALED_BYTES),
        (3 * SEALED_BYTES + 5, SEALED_BYTES),  # within a nonce
        (0, 4 * SEALED_BYTES),
    ],
)
def test_an_altered_file_is_not_read(
    files: SealedFiles, tmp_path: Path, position: int, removed: int
) -> None:
    digest = files.put(CASE, CONTENT)
    path = tmp_path / CASE / digest
    sealed = path.read_bytes()
    instead = bytes([sealed[position] ^ 1]) if removed == 1 else b""
    path.write_bytes(sealed[:position] + instead + sealed[position + removed :])
    with pytest.raises(SealedFileError):
        files.read(CASE, digest)


def test_pieces_cannot_change_places(files: SealedFiles, tmp_path: Path) -> None:
    path = tmp_path / CASE / files.put(CASE, CONTENT)
    sealed = path.read_bytes()
    pieces = [sealed[SEALED_BYTES : 2 * SEALED_BYTES], sealed[:SEALED_BYTES], sealed[2 * SEALED_BYTES :]]
    path.write_bytes(b"".join(pieces))
    with pytest.raises(SealedFileError, match="piece 0"):
        files.read(CASE, DIGEST)


def test_without_its_key_a_case_is_gone(files: SealedFiles, tmp_path: Path) -> None:
    files.put(CASE, CONTENT)
    key = tmp_path / CASE / "key"
    with pytest.raises(SealedFileError, match="does not open with this master key"):
        SealedFiles(tmp_path, bytes(KEY_BYTES)).read(CASE, DIGEST)
    for damaged in (key.read_bytes()[:-1], key.read_bytes()[:5], b""):
        key.write_bytes(damaged)
        with pytest.raises(SealedFileError, match="does not open"):
            files.read(CASE, DIGEST)
    key.unlink()
    with pytest.raises(SealedFileError, match="was destroyed"):
        files.read(CASE, DIGEST)


def test_a_key_opens_no_other_case(files: SealedFiles, tmp_path: Path) -> None:
    digest = files.put(CASE, CONTENT)
    files.put("north-2", CONTENT)
    (tmp_path / "north-2" / "key").write_bytes((tmp_path / CASE / "key").read_bytes())
    with pytest.raises(SealedFileError):
        files.read("north-2", digest)


def test_a_wrong_master_key_throws_nothing_away(files: SealedFiles, tmp_path: Path) -> None:
    append(files, 0, 1, 2, 3)
    with pytest.raises(SealedFileError, match="master key"):
        SealedFiles(tmp_path, bytes(KEY_BYTES)).finish(CASE, DIGEST, len(CONTENT))
    assert SealedFiles(tmp_path, MASTER).finish(CASE, DIGEST, len(CONTENT))


def test_forgetting_a_case_destroys_its_key_and_its_files_and_no_other(
    files: SealedFiles, tmp_path: Path
) -> None:
    files.put(CASE, CONTENT)
    append(files, 0, 1, content=CONTENT[::-1])
    kept = files.put("north-2", CONTENT)
    files.forget(CASE)
    files.forget(CASE)
    assert not (tmp_path / CASE).exists()
    assert not files.has(CASE, DIGEST)
    with pytest.raises(SealedFileError, match="was destroyed"):
        files.read(CASE, DIGEST)
    with pytest.raises(SealedFileError, match="not stored here"):
        files.read("north-2", DIGEST[::-1])
    assert files.read("north-2", kept) == CONTENT


def test_after_forgetting_half_an_arrival_it_begins_anew(files: SealedFiles) -> None:
    append(files, 0, 1)
    files.forget(CASE)
    append(files, 0, 1, 2, 3)
    assert files.finish(CASE, DIGEST, len(CONTENT))
    assert files.read(CASE, DIGEST) == CONTENT


def test_many_captures_at_once_share_one_key(files: SealedFiles) -> None:
    for number in range(10):
        case, contents = f"north-{number}", [CONTENT + bytes([page]) for page in range(4)] * 2
        with ThreadPoolExecutor(8) as captures:
            digests = list(captures.map(partial(files.put, case), contents))
        assert [files.read(case, digest) for digest in digests] == contents


def test_keys_are_for_their_owner_alone(files: SealedFiles, tmp_path: Path) -> None:
    files.put(CASE, CONTENT)
    first = master_key(tmp_path / "keys" / "master.key")
    assert master_key(tmp_path / "keys" / "master.key") == first
    assert len(first) == KEY_BYTES
    for path in (tmp_path / CASE / "key", tmp_path / "keys" / "master.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {found.suffix for found in path.parent.iterdir()} <= {"", ".key"}


def test_a_secret_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "credential.json"
    write_secret(path, b"the old one")
    with disk_with_room_for(5), pytest.raises(OSError, match="large"):
        write_secret(path, b"the new one")
    assert path.read_bytes() == b"the old one"
    write_secret(path, b"new")
    assert path.read_bytes() == b"new"
