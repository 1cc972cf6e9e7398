"""Materials on disk, encrypted with a key per case, so that to destroy the key is to delete them.

A file is a row of pieces of CHUNK_BYTES, each sealed with AES-256-GCM under the case's key; its place
and the material's digest are authenticated with it, so pieces cannot be swapped. A material that is
still arriving is a shorter row, and goes on where it stopped. The case's key is itself sealed with the
master key (both 32 bytes).
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.delivery.errors import writing_files
from device_profiles.delivery.stripes import Stripes

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
SEALED_BYTES: Final = NONCE_BYTES + CHUNK_BYTES + TAG_BYTES
KEY_BYTES: Final = 32
KEYS_AT_HAND: Final = 256
"""So many opened keys are kept in memory; each is looked up again when its file is gone or another."""


class SealedFileError(Exception):
    """A sealed file is missing, altered, or its key was destroyed."""


class AlteredError(SealedFileError):
    """A piece is not what was written there."""


class SealedFiles:
    """The materials under one folder, by case and SHA-256. All methods block on the disk."""

    def __init__(self, folder: Path, master_key: bytes) -> None:
        self._folder = folder
        self._master = AESGCM(master_key)
        self._digests: dict[Path, tuple[int, hashlib._Hash]] = {}
        self._writing = Stripes()  # two threads must not make two keys for one case
        self._keys: OrderedDict[str, tuple[tuple[int, int], AESGCM]] = OrderedDict()

    def received_bytes(self, case: str, sha256: str) -> int:
        """How many bytes of a material that is still arriving are there, in whole pieces.

        A last, shorter piece does not count: whether it was torn by a crash cannot be seen, so it is
        asked for again.
        """
        path = self._part(case, sha256)
        return path.stat().st_size // SEALED_BYTES * CHUNK_BYTES if path.exists() else 0

    def has(self, case: str, sha256: str) -> bool:
        """Whether the material is stored, whole and verified."""
        return self._whole(case, sha256).exists()

    def append(self, case: str, sha256: str, offset_bytes: int, piece: bytes) -> None:
        """Seal a piece and put it at the end of what is there.

        Raises:
            DiskFullError: there is no room for it. What was there before still is.
        """
        path = self._part(case, sha256)
        number = offset_bytes // CHUNK_BYTES
        nonce = os.urandom(NONCE_BYTES)
        with self._writing.of(case), writing_files():
            sealed = nonce + self._key(case, make=True).encrypt(nonce, piece, _place(sha256, number))
            with path.open("ab") as file:
                file.truncate(number * SEALED_BYTES)
                file.write(sealed)
            self._digest_so_far(path, number, piece)

    def finish(self, case: str, sha256: str, size_bytes: int) -> bool:
        """Verify the whole and keep it for good. False: its digest is wrong, and it was thrown away.

        Raises:
            DiskFullError: it cannot be brought to the disk now.
        """
        path = self._part(case, sha256)
        with self._writing.of(case), writing_files():
            if not self._is_whole(path, case, sha256, size_bytes):
                path.unlink()
                return False
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(self._whole(case, sha256))
            _sync_folder(path.parent)
        return True

    def put(self, case: str, content: bytes) -> str:
        """Store a material that is here whole; its SHA-256 comes back. Storing it twice stores it once.

        Raises:
            DiskFullError: there is no room for it, and nothing of it stays here.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        part = self._part(case, sha256)
        with self._writing.of(case):
            if self.has(case, sha256):
                return sha256
            part.unlink(missing_ok=True)
            try:
                for offset in range(0, len(content), CHUNK_BYTES):
                    self.append(case, sha256, offset, content[offset : offset + CHUNK_BYTES])
                self.finish(case, sha256, len(content))
            finally:
                part.unlink(missing_ok=True)  # unlike one that arrives in pieces, it begins anew anyway
        return sha256

    def read(self, case: str, sha256: str) -> bytes:
        """The material's bytes.

        Raises:
            SealedFileError: it is not here, was altered, or its key is gone.
        """
        try:
            content = b"".join(self._pieces(self._whole(case, sha256), case, sha256))
        except FileNotFoundError as error:
            msg = f"material {sha256} of case {case} is not stored here"
            raise SealedFileError(msg) from error
        if hashlib.sha256(content).hexdigest() != sha256:  # each piece is right, but some are missing
            msg = f"material {sha256} of case {case} was cut short"
            raise SealedFileError(msg)
        return content

    def forget(self, case: str) -> None:
        """Destroy the case's key first, then its files."""
        folder = self._folder / case
        with self._writing.of(case):
            (folder / "key").unlink(missing_ok=True)
            self._keys.pop(case, None)
            if folder.exists():
                _sync_folder(folder)
                for path in folder.iterdir():
                    path.unlink()
                    self._digests.pop(path, None)
                folder.rmdir()

    def _is_whole(self, path: Path, case: str, sha256: str, size_bytes: int) -> bool:
        pieces, digest = self._digests.pop(path, (0, hashlib.sha256()))
        if _plain_bytes(path.stat().st_size) != size_bytes:
            return False
        if pieces * CHUNK_BYTES < size_bytes:  # this program started anew while the material was arriving
            digest = hashlib.sha256()
            try:
                for piece in self._pieces(path, case, sha256):
                    digest.update(piece)
            except AlteredError:  # a power cut can leave a file of the right length and the wrong bytes
                return False
        return digest.hexdigest() == sha256

    def _digest_so_far(self, path: Path, number: int, piece: bytes) -> None:
        """Digest pieces as they come, so that the end need not read them again."""
        pieces, digest = (0, hashlib.sha256()) if number == 0 else self._digests.pop(path, (0, None))
        if digest is not None and pieces == number:
            digest.update(piece)
            self._digests[path] = (number + 1, digest)

    def _pieces(self, path: Path, case: str, sha256: str) -> Iterator[bytes]:
        key = self._key(case, make=False)
        with path.open("rb") as file:
            number = 0
            while sealed := file.read(SEALED_BYTES):
                try:
                    yield key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(sha256, number))
                except (InvalidTag, ValueError) as error:  # ValueError: cut short within the nonce
                    msg = f"piece {number} of material {sha256} of case {case} was altered"
                    raise AlteredError(msg) from error
                number += 1

    def _key(self, case: str, *, make: bool) -> AESGCM:
        path = self._folder / case / "key"
        try:
            made = path.stat()
        except FileNotFoundError:
            if not make:
                msg = f"the key of case {case} was destroyed"
                raise SealedFileError(msg) from None
            self._make_key(case, path)
            made = path.stat()
        which = (made.st_ino, made.st_mtime_ns)
        known = self._keys.get(case)
        if known is not None and known[0] == which:
            return known[1]
        sealed = path.read_bytes()
        try:
            key = AESGCM(self._master.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], case.encode()))
        except (InvalidTag, ValueError) as error:
            msg = f"the key of case {case} does not open with this master key"
            raise SealedFileError(msg) from error
        self._keys[case] = which, key
        if len(self._keys) > KEYS_AT_HAND:
            self._keys.popitem(last=False)
        return key

    def _make_key(self, case: str, path: Path) -> None:
        fresh, nonce = AESGCM.generate_key(KEY_BYTES * 8), os.urandom(NONCE_BYTES)
        write_secret(path, nonce + self._master.encrypt(nonce, fresh, case.encode()))
        _sync_folder(self._folder)  # the case's own folder may be as new as its key

    def _whole(self, case: str, sha256: str) -> Path:
        return self._folder / case / sha256

    def _part(self, case: str, sha256: str) -> Path:
        return self._folder / case / f"{sha256}.part"


def master_key(path: Path) -> bytes:
    """Read the master key, or make it on the first start."""
    if not path.exists():
        write_secret(path, os.urandom(KEY_BYTES))
    return path.read_bytes()


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _place(sha256: str, number: int) -> bytes:
    return f"{sha256}/{number}".encode()


def _plain_bytes(sealed_bytes: int) -> int:
    whole, rest = divmod(sealed_bytes, SEALED_BYTES)
    return whole * CHUNK_BYTES + max(0, rest - NONCE_BYTES - TAG_BYTES)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
