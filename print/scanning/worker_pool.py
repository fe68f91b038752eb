"""A pool of reader processes on all cores; readings come in the order of the files.

Each process has its own memory limit; one that dies or is silent for too long costs one page.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path

from print.geometry import Layouts
from print.scanning.reading import FIRST_HALVES, PageReading
from print.scanning.worker import CHUNK, unreadable, work

PAGE_SECONDS = 30.0  # longer than any intact page takes on a slow machine
_CHUNKS_AHEAD = 4  # chunks a process may be ahead of the slowest

Key = tuple[int, int]  # position of the file, first image


@dataclass(order=True)
class _Job:
    key: Key
    path: Path = field(compare=False)
    stop: int | None = field(compare=False)
    readings: list[PageReading] = field(default_factory=list, compare=False)

    @property
    def at(self) -> int:
        """The first image that has not been read; one of two sheets is when its second half came."""
        return self.key[1] + sum(reading.half not in FIRST_HALVES for reading in self.readings)


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: connection.Connection
    job: _Job | None = None
    last_message: float = 0.0


def read_all(
    paths: list[Path],
    layouts: Layouts,
    *,
    pictures: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[PageReading]:
    """Yield the reading of every image of every file, in the order of the files.

    Args:
        paths: files; directories have been resolved.
        layouts: what may be printed on the pages, by tag.
        pictures: whether the readings carry the pages laid straight.
        workers: processes; as many as there are cores when None.
        progress: told (images read, images known of) now and then.
    """
    pool = _WorkerPool(paths, layouts, pictures, workers or os.cpu_count() or 1, progress)
    try:
        yield from pool.run()
    finally:
        pool.stop()


class _WorkerPool:
    def __init__(
        self,
        paths: list[Path],
        layouts: Layouts,
        pictures: bool,
        size: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.layouts, self.pictures, self.size, self.progress = layouts, pictures, size, progress
        self.jobs = [_Job((i, 0), path, None) for i, path in enumerate(paths)]
        self.workers: list[_Worker] = []
        self.done: dict[Key, tuple[list[PageReading], Key]] = {}
        self.next: Key = (0, 0)
        self.counts: dict[int, int] = {}
        self.total, self.read = len(paths), 0
        self.context = get_context("spawn")

    def run(self) -> Iterator[PageReading]:
        while self.jobs or any(worker.job for worker in self.workers):
            self._hand_out()
            self._receive_ready()
            yield from self._in_order()
        yield from self._in_order()

    def stop(self) -> None:
        for worker in self.workers:
            _end(worker)

    def _in_order(self) -> Iterator[PageReading]:
        while self.next in self.done:
            readings, self.next = self.done.pop(self.next)
            yield from readings

    def _hand_out(self) -> None:
        idle = [worker for worker in self.workers if worker.job is None]
        while self.jobs and self._may_go_ahead():
            if not idle:
                if len(self.workers) >= self.size:
                    return
                idle.append(self._start_worker())
            worker, job = idle.pop(), heappop(self.jobs)
            worker.job, worker.last_message = job, time.monotonic()
            worker.pipe.send((job.path, job.at, job.stop))

    def _may_go_ahead(self) -> bool:
        """Tell whether a job may start: few chunks wait, for the sake of memory, or it is the next in order."""
        return len(self.done) < self.size * _CHUNKS_AHEAD or self.jobs[0].key <= self.next

    def _start_worker(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(
            target=work, args=(theirs, dict(self.layouts), self.pictures), daemon=True
        )
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))
        return self.workers[-1]

    def _receive_ready(self) -> None:
        busy = {worker.pipe: worker for worker in self.workers if worker.job}
        for pipe in connection.wait(list(busy), timeout=1.0):
            self._receive(busy[pipe])  # type: ignore[index] # wait() gives back what it was given
        late = time.monotonic() - PAGE_SECONDS
        for worker in list(self.workers):
            if worker.job and worker.last_message < late:
                self._replace_worker(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace_worker(worker)
            return
        worker.last_message = time.monotonic()
        job = worker.job
        if job is None:
            return
        match message:
            case int(count):
                self._split_file(job, count)
            case PageReading():
                self._add_reading(job, message)
            case None:
                worker.job = None
                self._finish(job)

    def _split_file(self, job: _Job, count: int) -> None:
        """Divide a file into jobs by its number of images, which the first chunk reports."""
        if job.key[0] in self.counts:
            return
        self.counts[job.key[0]] = count
        self.total += count - 1
        job.stop = min(count, job.at + CHUNK)
        for start in range(job.stop, count, CHUNK):
            heappush(self.jobs, _Job((job.key[0], start), job.path, min(count, start + CHUNK)))

    def _finish(self, job: _Job) -> None:
        file, at = job.key[0], job.at
        self.done[job.key] = job.readings, (file, at) if at < self.counts.get(file, 0) else (file + 1, 0)

    def _replace_worker(self, worker: _Worker) -> None:
        """End a process that died or hangs: its page is unreadable, the rest of its job is queued again."""
        job, worker.job = worker.job, None
        self.workers.remove(worker)
        _end(worker)
        if job is None:
            return
        self._add_reading(job, unreadable(job.path, job.at, "gave up"))
        if job.stop is not None and job.at < job.stop:
            heappush(self.jobs, _Job((job.key[0], job.at), job.path, job.stop))
        self._finish(job)

    def _add_reading(self, job: _Job, reading: PageReading) -> None:
        job.readings.append(reading)
        self.read += reading.half not in FIRST_HALVES
        if self.progress:
            self.progress(self.read, self.total)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
