"""The parts of scanning with plain values: the batch, its spool, images of every mode, the pool of readers."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from print.errors import PaperError
from print.geometry import Box, Layout, Page, Row, Writing
from print.layout.compose import compose, tag
from print.scanning import image_files, scan, worker_pool
from print.scanning.find_files import kind_of
from print.scanning.image_files import darkest, open_images
from print.scanning.reading import PageReading, RowReading, Upright
from print.scanning.scan import Batch, layouts_of
from print.scanning.spool import Spool
from print.scanning.worker import CHUNK
from print.scanning.worker_pool import _Job, _WorkerPool

ROW = Row("A1", Box(0, 0, 1, 1), ())
PAGES = (
    Page(1, (), (), (ROW,)),
    Page(2, (), (), (), (Writing("F1", Box(0, 0, 1, 1)),)),
    Page(3, (), (), (ROW,)),
    Page(4, (), (), ()),
)
LAYOUTS = {"AB12CD": Layout("q", "v1", (210.0, 297.0), PAGES)}


def page(number=1, form="000123-4", state="read", code=1, version="v1", file="a.png"):
    rows = (RowReading("A1", code, "accepted", "one mark", {1: 0.4}),)
    return PageReading(file, 0, form, number, state, rows, version=version)


def settled(*readings):
    batch = Batch(LAYOUTS)
    for reading in readings:
        batch.note(reading)
    return [(each.state, each.reason) for each in map(batch.settle, readings)]


WHOLE = (page(1), page(2), page(3))


def test_a_form_all_of_whose_asking_sides_came_lacks_none():
    assert settled(*WHOLE) == [("read", "")] * 3


def test_a_form_without_some_sides_names_them_in_order():
    assert settled(page(3)) == [("missing side", "page 1, 2 was not scanned")]
    assert settled(page(1), page(3, state="needs review")) == [("missing side", "page 2 was not scanned")] * 2


@pytest.mark.parametrize("state", ["bilevel", "photocopied"])
def test_a_spoiled_side_is_there_all_the_same(state):
    assert settled(page(1), page(2, state=state), page(3))[0] == ("read", "")
    assert settled(page(1, state=state)) == [(state, "")]


def test_an_unreadable_side_is_as_good_as_not_scanned_and_sides_of_other_forms_do_not_count():
    other = page(2, form="000124-7")

    assert settled(page(1), page(2, state="unreadable"), page(3))[1:] == [
        ("unreadable", ""),
        ("missing side", "page 2 was not scanned"),
    ]
    assert settled(page(1), other, page(3))[0] == ("missing side", "page 2 was not scanned")


def test_a_page_without_number_or_place_is_left_as_it_is():
    assert settled(page(form=None), page(number=None)) == [("read", "")] * 2


def test_a_form_of_an_unknown_layout_lacks_no_side():
    assert settled(page(1, version="v0"), page(1, form="000124-7", version=None)) == [("read", "")] * 2


def test_of_equal_copies_the_first_counts_and_of_different_ones_none():
    equal = settled(*WHOLE, page(1, file="b.png"), page(1, file="c.png"))
    assert equal[0] == ("read", "")
    assert equal[3:] == [("duplicate", "page came 3 times, same marks")] * 2

    different = settled(*WHOLE, page(1, code=2), page(1))
    assert [different[i] for i in (0, 3, 4)] == [("duplicate", "page came 3 times, marks differ")] * 3
    assert different[1:3] == [("read", "")] * 2


def test_a_blank_and_a_doubtful_row_are_not_the_same_marks():
    assert settled(*WHOLE, page(1, code=None), page(2), page(3))[3][0] == "duplicate"
    assert settled(page(1, code=0), page(1, code=None))[0][1] == "page came 2 times, marks differ"


def test_a_spool_gives_readings_and_pictures_back_in_their_order():
    first = Upright(b"\xff\xd8first", {"A1": (1, 2, 3, 4)})
    last = Upright(b"third picture", {"A1": (5, 6, 7, 8), "F1": (0, 0, 1, 1)})
    pictures = [first, None, last]
    with Spool() as spool:
        for i, picture in enumerate(pictures, start=1):
            spool.add(PageReading("tờ\n1.png", i, "000123-4", i, "read", upright=picture))
        found = list(spool)

    assert [reading.image for reading in found] == [1, 2, 3]
    assert [reading.upright for reading in found] == pictures
    assert {reading.file for reading in found} == {"tờ\n1.png"}


@pytest.mark.parametrize("channel", range(3))
def test_the_darkest_channel_counts_and_a_fourth_does_not(channel):
    colour = np.full((3, 2, 4), 200, np.uint8)
    colour[0, 0, channel], colour[1, 1, 3] = 50, 0

    assert darkest(colour).tolist() == [[50, 200], [200, 200], [200, 200]]


def test_a_grey_image_is_taken_as_it_is():
    grey = np.arange(6, dtype=np.uint8).reshape(3, 2)

    assert darkest(grey) is grey
    assert darkest(grey[:, :, None]).tolist() == grey.tolist()


def saved(folder, picture, name="a.png"):
    picture.save(folder / name)
    with open_images(folder / name) as (count, load):
        return count, load(count - 1)


@pytest.fixture
def large_enough(monkeypatch):
    monkeypatch.setattr(image_files, "LEAST_SIDE", 2)


@pytest.mark.parametrize(
    ("picture", "grey"),
    [
        (Image.new("1", (4, 4), 1), 255),
        (Image.new("L", (4, 4), 90), 90),
        (Image.new("RGB", (4, 4), (200, 40, 120)), 40),
        (Image.new("RGBA", (4, 4), (200, 40, 120, 255)), 40),
        (Image.new("RGBA", (4, 4), (0, 0, 0, 0)), 255),
        (Image.new("LA", (4, 4), (10, 0)), 255),
        (Image.new("LA", (4, 4), (10, 255)), 10),
        (Image.new("P", (4, 4), 0), 0),
    ],
    ids=lambda value: getattr(value, "mode", None) or str(value),
)
def test_a_picture_of_any_mode_is_grey_and_what_is_transparent_is_paper(
    tmp_path, large_enough, picture, grey
):
    count, seen = saved(tmp_path, picture)

    assert count == 1
    assert seen.dtype == np.uint8
    assert np.unique(seen).tolist() == [grey]


def test_sixteen_bits_are_scaled_to_eight_by_the_lightest(tmp_path, large_enough):
    deep = Image.fromarray(np.array([[0, 1000], [2000, 4000]], np.uint16))

    assert saved(tmp_path, deep)[1].tolist() == [[0, 64], [128, 255]]


def test_each_picture_of_a_file_is_loaded_by_its_place(tmp_path, large_enough):
    first, *more = (Image.new("L", (4, 4), 10 * i) for i in range(1, 4))
    first.save(tmp_path / "a.tif", save_all=True, append_images=more)

    with open_images(tmp_path / "a.tif") as (count, load):
        assert [int(load(i)[0, 0]) for i in (2, 0, 1)] == [30, 10, 20]
        assert count == 3


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((400, 400), None),
        ((399, 500), "399 × 500"),
        ((500, 399), "500 × 399"),
        ((401, 600), "lớn hơn 0 triệu"),
    ],
)
def test_a_picture_is_neither_too_small_nor_too_large(tmp_path, monkeypatch, size, said):
    monkeypatch.setattr(image_files, "MOST_PIXELS", 401 * 599)
    if said is None:
        assert saved(tmp_path, Image.new("L", size))[1].shape == size
        return
    with pytest.raises(PaperError, match=said):
        saved(tmp_path, Image.new("L", size))


def test_a_file_of_more_images_than_a_batch_has_is_refused(tmp_path, monkeypatch, large_enough):
    monkeypatch.setattr(image_files, "MOST_IMAGES", 2)
    first, *more = (Image.new("L", (4, 4), 10 * i) for i in range(3))
    first.save(tmp_path / "a.tif", save_all=True, append_images=more[:1])
    first.save(tmp_path / "b.tif", save_all=True, append_images=more)

    with open_images(tmp_path / "a.tif") as (count, _):
        assert count == 2
    said = r"Tệp b\.tif có 3 trang; mỗi tệp phải có từ 1 đến 2 trang"
    with pytest.raises(PaperError, match=said), open_images(tmp_path / "b.tif"):
        pass


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (struct.error("x"), "Không đọc được tệp a.png: tệp hỏng hoặc bị cắt cụt"),
        (MemoryError(), "Không đọc được tệp a.png"),
        (Image.DecompressionBombError("x"), "lớn hơn 80 triệu điểm ảnh"),
        (Image.DecompressionBombWarning("x"), "lớn hơn 80 triệu điểm ảnh"),
    ],
)
def test_what_a_library_raises_on_a_damaged_file_is_one_sentence(error, said):
    with pytest.raises(PaperError, match=said), image_files._paper_errors(Path("a.png")):
        raise error


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\n\n%PDF-1.4", "PDF"),
        (bytes(1019) + b"%PDF-", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"II+\x00", "TIFF"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_first_bytes(tmp_path, head, kind):
    (tmp_path / "a.txt").write_bytes(head)

    assert kind_of(tmp_path / "a.txt") == kind


@pytest.mark.parametrize(
    ("head", "said"),
    [(b"", "rỗng"), (b" \x89PNG", "không phải PDF"), (bytes(1020) + b"%PDF-", "không phải PDF")],
)
def test_a_file_of_another_kind_or_without_bytes_is_refused(tmp_path, head, said):
    (tmp_path / "a.png").write_bytes(head)

    with pytest.raises(PaperError, match=said):
        kind_of(tmp_path / "a.png")


@pytest.fixture
def pool():
    told = []
    made = _WorkerPool([Path("a.pdf"), Path("b.png")], {}, False, 2, lambda *counts: told.append(counts))
    made.told = told
    return made


def taken(pool):
    return worker_pool.heappop(pool.jobs)


def read_job(pool, job, count=None):
    for image in range(job.at, job.stop if count is None else job.at + count):
        pool._add_reading(job, PageReading(job.path.name, image, None, None, "read"))


def test_a_file_of_many_images_is_divided_into_chunks(pool):
    job = taken(pool)
    pool._split_file(job, 2 * CHUNK + 3)

    assert job.stop == CHUNK
    chunks = [(each.key, each.at, each.stop, each.path.name) for each in sorted(pool.jobs)]
    assert chunks == [
        ((0, CHUNK), CHUNK, 2 * CHUNK, "a.pdf"),
        ((0, 2 * CHUNK), 2 * CHUNK, 2 * CHUNK + 3, "a.pdf"),
        ((1, 0), 0, None, "b.png"),
    ]
    assert pool.total == 2 + 2 * CHUNK + 2
    pool._split_file(taken(pool), 99)
    assert pool.total == 2 + 2 * CHUNK + 2


def test_readings_come_in_the_order_of_the_files_whichever_is_done_first(pool):
    first, other = taken(pool), taken(pool)
    pool._split_file(other, 1)
    read_job(pool, other)
    pool._finish(other)
    assert list(pool._in_order()) == []
    pool._split_file(first, CHUNK + 2)
    read_job(pool, first)
    pool._finish(first)
    assert [reading.image for reading in pool._in_order()] == list(range(CHUNK))
    rest = taken(pool)
    read_job(pool, rest)
    pool._finish(rest)

    assert [(r.file, r.image) for r in pool._in_order()] == [
        ("a.pdf", CHUNK),
        ("a.pdf", CHUNK + 1),
        ("b.png", 0),
    ]
    assert pool.told[0] == (1, 2)
    assert pool.told[-1] == (CHUNK + 3, CHUNK + 3)


class Ended:
    """A process and pipe that died."""

    def close(self):
        self.closed = True

    kill = join = close


def test_a_reader_that_died_costs_one_page_and_the_rest_of_its_job_is_queued_again(pool):
    job = taken(pool)
    pool._split_file(job, 5)
    read_job(pool, job, count=2)
    worker = worker_pool._Worker(Ended(), Ended(), job)
    pool.workers.append(worker)

    pool._replace_worker(worker)

    assert pool.workers == []
    assert worker.process.closed
    assert worker.pipe.closed
    again = taken(pool)
    assert (again.key, again.at, again.stop, again.readings) == ((0, 3), 3, 5, [])
    given = list(pool._in_order())
    assert [(each.image, each.reason_codes) for each in given] == [(0, ()), (1, ()), (2, ("gave up",))]
    assert {each.file for each in given} == {"a.pdf"}
    assert pool.next == (0, 3)


def test_a_reader_that_died_on_the_last_page_leaves_nothing_to_do_again(pool):
    job = taken(pool)
    pool._split_file(job, 3)
    read_job(pool, job, count=2)
    worker = worker_pool._Worker(Ended(), Ended(), job)
    pool.workers.append(worker)

    pool._replace_worker(worker)

    assert [each.key for each in pool.jobs] == [(1, 0)]
    assert len(list(pool._in_order())) == 3
    assert pool.next == (1, 0)


def test_a_job_waits_where_too_many_chunks_do_unless_it_is_the_next(pool):
    waiting = pool.size * worker_pool._CHUNKS_AHEAD
    pool.jobs = [_Job((1, 0), Path("b.png"), None)]
    pool.done = {(2, i): ([], (2, i + 1)) for i in range(waiting - 1)}
    assert pool._may_go_ahead()
    pool.done[2, waiting] = ([], (3, 0))
    assert not pool._may_go_ahead()
    pool.next = (1, 0)
    assert pool._may_go_ahead()


class Told:
    """A pipe that keeps what it was told."""

    def __init__(self):
        self.jobs = []

    def send(self, job):
        self.jobs.append(job)


@pytest.mark.parametrize("files", [1, 2, 5])
def test_every_reader_has_one_job_and_no_more_are_started_than_there_are_jobs(monkeypatch, files):
    pool = _WorkerPool([Path(f"{i}.png") for i in range(files)], {}, False, 2, None)

    def start():
        pool.workers.append(worker_pool._Worker(Ended(), Told()))
        return pool.workers[-1]

    monkeypatch.setattr(pool, "_start_worker", start)
    pool._hand_out()
    pool._hand_out()

    assert [worker.pipe.jobs for worker in pool.workers] == [
        [(Path(f"{i}.png"), 0, None)] for i in range(min(files, 2))
    ]
    assert len(pool.jobs) == max(0, files - 2)
    assert all(worker.last_message > 0 for worker in pool.workers)


def test_a_reader_that_is_done_has_the_next_job(monkeypatch):
    pool = _WorkerPool([Path("a.png"), Path("b.png")], {}, False, 1, None)
    worker = worker_pool._Worker(Ended(), Told())
    pool.workers.append(worker)
    pool._hand_out()
    worker.job = None

    pool._hand_out()

    assert worker.pipe.jobs == [(Path("a.png"), 0, None), (Path("b.png"), 0, None)]
    assert pool.jobs == []


@pytest.mark.parametrize("count", range(1, 3 * CHUNK + 2))
def test_the_chunks_of_a_file_hold_each_of_its_images_once(pool, count):
    first = taken(pool)
    pool._split_file(first, count)
    chunks = [first, *(job for job in sorted(pool.jobs) if job.path == first.path)]

    assert [image for job in chunks for image in range(job.at, job.stop)] == list(range(count))
    assert all(0 < job.stop - job.at <= CHUNK for job in chunks)
    assert pool.total == count + 1


@pytest.mark.parametrize(
    ("size", "shape"),
    [((595, 842), (2339, 1653)), ((842, 595), (1653, 2339)), ((1190, 1684), (3307, 2338))],
    ids=["A4", "A4 lying", "A3"],
)
def test_a_page_of_a_pdf_that_is_drawn_has_200_dpi_of_its_paper(tmp_path, size, shape):
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=size)
    sheet.rect(size[0] / 2, 0, size[0], size[1], stroke=0, fill=1)
    sheet.showPage()
    sheet.save()

    with open_images(tmp_path / "a.pdf") as (count, load):
        seen = load(0)

    assert count == 1
    assert seen.shape == pytest.approx(shape, abs=1)
    assert (seen[100, 100], seen[100, -100]) == (255, 0)


def test_a_pdf_without_a_page_is_refused_and_not_passed_over(tmp_path):
    parts = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(parts, start=1))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n")

    with pytest.raises(PaperError, match=r"Không đọc được tệp a\.pdf"), open_images(tmp_path / "a.pdf"):
        pass


def test_a_questionnaire_is_read_in_every_size_of_print_that_it_fits(small, monkeypatch):
    both = layouts_of(small)

    assert {layout.version for layout in both.values()} == {small.version, f"{small.version}-large"}
    assert all(tag(layout) == key for key, layout in both.items())

    def refuse(*sizes):
        def laid(questionnaire, *, large, language):
            if large in sizes or language != "vi":
                raise PaperError(f"không vừa {large}", f"does not fit {large}")
            return compose(questionnaire, large=large)

        monkeypatch.setattr(scan, "compose", laid)

    refuse(True)
    assert [layout.version for layout in layouts_of(small).values()] == [small.version]
    refuse(False)
    assert [layout.version for layout in layouts_of(small).values()] == [f"{small.version}-large"]
    refuse(True, False)
    with pytest.raises(PaperError, match="không vừa False"):
        layouts_of(small)
