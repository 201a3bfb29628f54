"""Sealed files: what came is kept as it came, unless nobody may keep it."""

from tasks.store.sealed import Sealed


def sealed_packet(tmp_path):
    came = tmp_path / "came"
    came.mkdir()
    (came / "a.jpg").write_bytes(b"front")
    (came / "b.jpg").write_bytes(b"back with a number")
    sealed = Sealed(tmp_path / "sealed")
    sealed.seal("P26-00001", came)
    return sealed


def held(tmp_path):
    return b"".join(file.read_bytes() for file in (tmp_path / "sealed").rglob("*") if file.is_file())


def test_an_original_that_may_not_be_kept_is_replaced_as_a_whole(tmp_path):
    """No file of it is left, however often this is done; what stages kept beside it stays."""
    sealed = sealed_packet(tmp_path)
    sealed.put("P26-00001", "redaction.json", b"kept")
    for _ in range(2):
        sealed.replace_original("P26-00001", b"%PDF masked")
    with sealed.original("P26-00001") as folder:
        assert [file.read_bytes() for file in folder.iterdir()] == [b"%PDF masked"]
    assert sealed.get("P26-00001", "redaction.json") == b"kept"
    assert b"number" not in held(tmp_path)


def test_a_break_in_between_is_made_good(tmp_path):
    """Killed after the masked file was written, the next run removes the rest."""
    sealed = sealed_packet(tmp_path)
    with sealed.original("P26-00001") as folder:
        (folder / "0001-masked.pdf").write_bytes(b"%PDF masked")
    sealed.replace_original("P26-00001", b"%PDF masked")
    assert b"number" not in held(tmp_path)


def test_a_batchs_original_can_be_forgotten(tmp_path):
    """Every page of it is kept under the numbers of its parts; forgetting it twice is no error."""
    sealed = sealed_packet(tmp_path)
    for _ in range(2):
        sealed.drop_original("P26-00001")
    assert held(tmp_path) == b""


def test_no_part_of_a_name_is_kept_as_an_ending(tmp_path):
    """People put a stop before a name as well as before an ending."""
    came = tmp_path / "came"
    came.mkdir()
    for name in ("a.jpeg", "請求書.山田", "request.yamadataro"):
        (came / name).write_bytes(name.encode())
    Sealed(tmp_path / "sealed").seal("P26-00001", came)
    with Sealed(tmp_path / "sealed").original("P26-00001") as folder:
        assert sorted(file.name for file in folder.iterdir()) == ["0001.jpeg", "0002", "0003"]
