"""What a reader process sends for a file: how many images, each one's reading, and damage as a reading too."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from print.errors import PaperError
from print.scanning import worker
from print.scanning.reading import PageReading
from print.scanning.worker import CHUNK

PATH = Path("hộp 1/a.pdf")


@pytest.fixture
def file_of(monkeypatch):
    """Let every file have so many images, some of which raise when they are loaded or read."""

    def made(count, broken=(), unreadable=()):
        @contextmanager
        def opened(path):
            if count is None:
                raise PaperError(f"Tệp {path.name} rỗng.", f"{path.name} is empty.")

            def load(index):
                if index in dict(broken):
                    raise dict(broken)[index]
                return index

            yield count, load

        def read(image_loaded, layouts, *, file, image, pictures):
            if image in dict(unreadable):
                raise dict(unreadable)[image]
            assert image_loaded == image
            return (PageReading(file, image, None, 2 if pictures else 1, "read"),)

        monkeypatch.setattr(worker, "open_images", opened)
        monkeypatch.setattr(worker, "read_sheets", read)

    return made


def sent(start=0, stop=None, pictures=False):
    return list(worker._read(PATH, start, stop, {}, pictures))


@pytest.mark.parametrize(
    ("count", "start", "stop", "images"),
    [
        (1, 0, None, [0]),
        (CHUNK, 0, None, range(CHUNK)),
        (CHUNK + 1, 0, None, range(CHUNK)),
        (3 * CHUNK, CHUNK, 2 * CHUNK, range(CHUNK, 2 * CHUNK)),
        (CHUNK + 3, CHUNK, CHUNK + 3, range(CHUNK, CHUNK + 3)),
        (5, 3, 8, [3, 4]),
        (3 * CHUNK, 3, CHUNK, range(3, CHUNK)),
    ],
)
def test_how_many_images_there_are_comes_first_then_those_asked_for(file_of, count, start, stop, images):
    file_of(count)

    said, *readings = sent(start, stop)

    assert said == count
    assert [reading.image for reading in readings] == list(images)
    assert {reading.file for reading in readings} == {"hộp 1/a.pdf"}


def test_pictures_are_made_where_they_are_asked_for(file_of):
    file_of(1)

    assert [sent(pictures=asked)[1].page for asked in (True, False)] == [2, 1]


@pytest.mark.parametrize("where", ["broken", "unreadable"])
@pytest.mark.parametrize(
    ("error", "code", "reason"),
    [
        (PaperError("Tệp a.pdf hỏng.", "a.pdf is damaged."), "bad file", "Tệp a.pdf hỏng."),
        (MemoryError(), "page too large", "too large for the memory a page may take"),
    ],
)
def test_an_image_that_cannot_be_read_costs_itself_alone_and_says_why(file_of, where, error, code, reason):
    file_of(3, **{where: {1: error}})

    count, first, bad, last = sent()

    assert (count, first.state, last.state) == (3, "read", "read")
    assert (bad.image, bad.number, bad.page, bad.state) == (1, None, None, "unreadable")
    assert (bad.reason_codes, bad.reason) == ((code,), reason)


def test_a_file_that_cannot_be_opened_is_one_image_that_says_why_in_vietnamese(file_of):
    file_of(None)

    count, bad = sent()

    assert (count, bad.image, bad.state) == (1, 0, "unreadable")
    assert (bad.reason_codes, bad.reason) == (("bad file",), "Tệp a.pdf rỗng.")


class Asked:
    """A pipe from which jobs come until it is closed."""

    def __init__(self, *jobs):
        self.jobs, self.told = list(jobs), []

    def recv(self):
        if not self.jobs:
            raise EOFError
        return self.jobs.pop(0)

    def send(self, message):
        self.told.append(message)


def test_a_reader_answers_job_by_job_and_ends_with_its_pipe(file_of, monkeypatch):
    for name in ("signal.signal", "_limit_memory", "cv2.setNumThreads"):
        monkeypatch.setattr(f"print.scanning.worker.{name}", lambda *_: None)
    file_of(2)
    pipe = Asked((PATH, 0, None), (PATH, 1, 2))

    worker.work(pipe, {}, pictures=False)

    assert [getattr(each, "image", each) if each != 2 else "2 images" for each in pipe.told] == [
        "2 images", 0, 1, None, "2 images", 1, None,
    ]  # fmt: skip
