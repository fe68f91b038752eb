"""Verification of a sample: its bytes, its random numbers and, with the frame, the draw itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sampling.drawing.draw import draw
from sampling.drawing.last_wave import from_record
from sampling.drawing.manifest import FORMAT, as_json, sample_csv, seal
from sampling.errors import SamplingError
from sampling.frame.files import sha256
from sampling.frame.frame import read_frame
from sampling.plan.plan_file import plan_from
from sampling.selection.randomness import permanent_numbers


def read_manifest(manifest: Path) -> dict[str, object]:
    """Read an untouched manifest.

    Raises:
        SamplingError: there is none, or it was touched.
    """
    if not manifest.is_file():
        raise SamplingError(f"Không có tệp «{manifest.name}».", f"There is no file «{manifest.name}».")
    try:
        return _read(manifest)
    except _TouchedError as touched:
        raise SamplingError(touched.verification.vi, touched.verification.en) from touched


@dataclass(frozen=True)
class Verification:
    """The result of ``verify``.

    Attributes:
        untouched: whether everything checked is as drawn.
        vi: the finding, in Vietnamese.
        en: the same in English.
    """

    untouched: bool
    vi: str
    en: str


class _TouchedError(Exception):
    """A check that failed, which ends the others."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.verification = Verification(False, f"ĐÃ BỊ SỬA: {vi}", f"TOUCHED: {en}")


def verify(manifest: Path, *, frame: str | Path | None = None) -> Verification:
    """Check whether the ``sample.csv`` in the folder of a manifest is the one drawn.

    Checked are the manifest's seal, the bytes of the sample, and every random number against the seed. With the
    frame the draw is repeated and both files are compared byte by byte: nobody can pass that by forging both.

    Raises:
        SamplingError: there is no such manifest, or the frame cannot be read.
    """
    if not manifest.is_file():
        raise SamplingError(f"Không có tệp «{manifest.name}».", f"There is no file «{manifest.name}».")
    try:
        content = _read(manifest)
        table = _read_sample(manifest)
        _check_bytes(content, table)
        _check_numbers(content)
        if frame is None:
            return _sealed(content["seal"])
        _check_draw(content, table, Path(frame))
    except _TouchedError as touched:
        return touched.verification
    return _DRAWN_AGAIN


def _sealed(seal: object) -> Verification:
    return Verification(
        True,
        f"Đúng: sample.csv là mẫu của biên bản này (niêm {seal}). Muốn rút lại từ khung, thêm --frame.",
        f"Right: sample.csv is the sample of this manifest (seal {seal}). Add --frame to draw it again.",
    )


_DRAWN_AGAIN = Verification(
    True,
    "Đúng: rút lại từ khung, kế hoạch và hạt giống cho ra cùng một mẫu, từng byte.",
    "Right: drawing again from frame, plan and seed gives the same sample, byte for byte.",
)


def _read(manifest: Path) -> dict[str, object]:
    try:
        content = json.loads(manifest.read_bytes())
    except ValueError as error:
        raise _TouchedError(
            "manifest.json không phải là JSON đọc được.", "manifest.json is not JSON."
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _TouchedError(
            f"manifest.json không ở dạng {FORMAT}.", f"manifest.json is not of format {FORMAT}."
        )
    if content.get("seal") != seal(content) or as_json(content) != manifest.read_bytes():
        raise _TouchedError(
            "niêm của manifest.json không khớp nội dung.", "the seal of manifest.json is broken."
        )
    return content


def _read_sample(manifest: Path) -> bytes:
    table = manifest.with_name("sample.csv")
    if not table.is_file():
        raise _TouchedError("không có sample.csv bên cạnh.", "there is no sample.csv beside it.")
    return table.read_bytes()


def _check_bytes(content: Mapping[str, object], table: bytes) -> None:
    sample = content["sample"]
    if not isinstance(sample, dict) or hashlib.sha256(table).hexdigest() != sample.get("sha256"):
        raise _TouchedError(
            "sample.csv không phải là tệp đã rút.", "sample.csv is not the file that was drawn."
        )


def _check_numbers(content: Mapping[str, object]) -> None:
    try:
        _compute_numbers(content)
    except (KeyError, TypeError, ValueError, IndexError, SamplingError) as error:
        raise _TouchedError("nội dung manifest.json không đủ.", "manifest.json is not complete.") from error


def _compute_numbers(content: Mapping[str, object]) -> None:
    """Compute every random number again from the seed."""
    plan_text, stages = content["plan"], content["stages"]
    if not isinstance(plan_text, dict) or not isinstance(stages, list):
        raise _TouchedError("manifest.json thiếu kế hoạch.", "manifest.json lacks the plan.")
    plan = plan_from(str(plan_text["text"]), name=str(plan_text["name"]))
    for stage, record in zip(plan.stages, stages, strict=True):
        key = stage.overlap.key if stage.overlap else content["seed"]
        lines = [str(line).split("\t") for line in record["selected"]]
        numbers = permanent_numbers(f"{key}|{stage.unit}|", [line[3] for line in lines])
        for line, u in zip(lines, numbers, strict=True):
            if int(line[4], 16) != int(u * 16.0**13):
                raise _TouchedError(
                    f"số ngẫu nhiên của «{line[0]}» không tính ra từ hạt giống.",
                    f"the random number of «{line[0]}» does not follow from the seed.",
                )


def _check_draw(content: Mapping[str, object], table: bytes, path: Path) -> None:
    plan, seed = content["plan"], content["seed"]
    if not isinstance(plan, dict):
        raise _TouchedError("manifest.json thiếu kế hoạch.", "manifest.json lacks the plan.")
    recorded = content["frame"]
    if not path.is_file():
        read_frame(path)
    if not isinstance(recorded, dict) or sha256(path) != recorded.get("sha256"):
        raise _TouchedError("khung mẫu không phải là khung đã rút.", "the frame is not the one drawn from.")
    frame = read_frame(path, sheet=recorded.get("sheet"))
    loaded = plan_from(str(plan["text"]), name=str(plan["name"]))
    again = draw(frame, loaded, seed=str(seed), last=from_record(content.get("last_wave")))
    if sample_csv(again) != table:
        raise _TouchedError("rút lại cho ra mẫu khác.", "drawing again gives another sample.")
    same = {**again.manifest, "frame": recorded, "seal": None}
    if as_json(same) != as_json({**content, "seal": None}):
        raise _TouchedError("rút lại cho ra biên bản khác.", "drawing again gives another manifest.")
