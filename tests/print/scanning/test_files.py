"""Which files are read: told by their content, steadily ordered, and nothing left out in silence."""

import os

import pytest
from PIL import Image

from print.errors import PaperError
from print.scanning.find_files import find_files, kind_of

PICTURE = Image.new("L", (8, 8))


@pytest.fixture
def scans(tmp_path):
    """A folder as a scanner, a phone and a Mac leave it."""
    below = tmp_path / "hộp 2" / "sâu hơn"
    below.mkdir(parents=True)
    for name in ("b.png", "a.JPG", "hộp 2/sâu hơn/quét số 1.tif"):
        PICTURE.save(tmp_path / name)
    for name in ("a.bmp", "c.webp"):
        PICTURE.save(tmp_path / name)
    PICTURE.save(tmp_path / "không đuôi", format="PNG")
    (tmp_path / "d.png").write_text("không phải ảnh")
    (tmp_path / "ghi chú.txt").write_text("đã quét 3 tờ")
    (tmp_path / "._a.JPG").write_bytes(b"\x00\x05\x16\x07")
    (tmp_path / ".thumbnails").mkdir()
    PICTURE.save(tmp_path / ".thumbnails" / "a.png")
    (tmp_path / "mất.png").symlink_to(tmp_path / "không có.png")
    return tmp_path


def names(paths, folder):
    return [path.relative_to(folder).as_posix() for path in paths]


def test_pictures_and_pdfs_of_a_folder_are_found_by_name_or_by_content(scans):
    found = names(find_files([scans]).files, scans)

    assert sorted(found) == sorted(["a.JPG", "b.png", "d.png", "hộp 2/sâu hơn/quét số 1.tif", "không đuôi"])


@pytest.mark.parametrize("suffix", ["pdf", "tif", "tiff", "png", "jpg", "jpeg"])
def test_a_damaged_scan_is_read_and_refused_not_left_out(tmp_path, suffix):
    damaged = [tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix.upper()}"]
    for path in damaged:
        path.write_bytes(b"\x00\x00")

    assert find_files([tmp_path]).files == damaged
    assert find_files([tmp_path]).left_out == []


def test_files_are_read_in_one_order_however_the_disk_lists_them(scans, monkeypatch):
    walk = os.walk

    def backwards(folder, **how):
        for at, below, inside in walk(folder, **how):
            below.sort(reverse=True)
            yield at, below, sorted(inside, reverse=True)

    there = find_files([scans])
    monkeypatch.setattr(os, "walk", backwards)

    assert find_files([scans]) == there
    assert there.files == sorted(there.files)


def test_what_is_left_out_of_a_folder_is_named_but_for_hidden_files(scans):
    left_out = names(find_files([scans]).left_out, scans)

    assert sorted(left_out) == sorted(["a.bmp", "c.webp", "ghi chú.txt", "mất.png"])


def test_a_file_that_is_named_twice_is_read_once(scans):
    assert find_files([scans / "b.png", scans]).files.count(scans / "b.png") == 1


def test_a_folder_without_pictures_is_refused_by_name(tmp_path):
    (tmp_path / "ghi chú.txt").touch()

    with pytest.raises(PaperError, match=r"Không có tệp PDF.*" + tmp_path.name):
        find_files([tmp_path])


def test_a_pipe_is_no_file_to_wait_for(tmp_path):
    os.mkfifo(tmp_path / "a.png")

    with pytest.raises(PaperError, match=r"a\.png"):
        find_files([tmp_path / "a.png"])


def test_a_named_file_is_opened_whatever_it_is_called(scans):
    assert kind_of(scans / "không đuôi") == "PNG"
    with pytest.raises(PaperError, match="không phải PDF, TIFF, PNG hay JPEG"):
        kind_of(scans / "d.png")


def test_a_folder_that_may_not_be_opened_is_not_passed_over_in_silence(scans, monkeypatch):
    opened = os.scandir

    def refuse(path):
        if str(path).endswith("hộp 2"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(PaperError, match="hộp 2"):
        find_files([scans])


def test_a_file_that_may_not_be_read_is_not_called_damaged(scans, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(PaperError, match="quyền đọc"):
        kind_of(scans / "b.png")
