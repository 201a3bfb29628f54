"""Locks a file with a password: PDF by pikepdf (AES-256, revision 6), an archive by pyzipper (WinZip AES-256)."""

import io
from collections.abc import Mapping

import pikepdf
import pyzipper


def lock_pdf(content: bytes, password: str) -> bytes:
    """The same pages, to be opened with the password only; its bytes differ each time, since salts do."""
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return locked.getvalue()


def lock_files(files: Mapping[str, bytes], password: str) -> bytes:
    """An archive of these files by name, each AES-256 encrypted; only their names and sizes can be seen without."""
    locked = io.BytesIO()
    with pyzipper.AESZipFile(locked, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode("ascii"))
        for name, content in files.items():
            archive.writestr(name, content)
    return locked.getvalue()
