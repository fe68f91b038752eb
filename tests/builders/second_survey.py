"""A survey of another owner, as the files that owner would write: other province, questions, targets, plan, scope."""

from pathlib import Path

from tests.builders.plans import villages_then_people

COMMUNES = (("24001", "Tà Nung", "xã", "mien_nui"), ("24002", "Xuân Trường", "phường", ""))
FILES = {
    "khao-sat.toml": """
id = "hai-long-lam-dong"
title = { vi = "Ý kiến người dân Lâm Đồng", en = "Voices of Lam Dong" }
subtitle = { vi = "Thanh tra tỉnh hỏi ý kiến", en = "The Inspectorate asks" }
report_title = ["Báo cáo ý kiến người dân", "về việc tiếp dân"]
questionnaire = "phieu-tiep-dan.toml"
plan = "hai-cap.toml"
targets = "chi-tieu-tinh.toml"
breakdown = ["G1"]

[owner]
organisation = { vi = "Thanh tra tỉnh", en = "Provincial Inspectorate" }
superior = "Ủy ban nhân dân tỉnh Lâm Đồng"
place = "Lâm Đồng"

[areas]
name = "lam-dong"
files = ["don-vi.csv"]

[[areas.scope]]
id = "mien-nui"
tag = "mien_nui"
name = { vi = "Miền núi", en = "The highlands" }

[new_wave]
metric = "diem_quy_doi"
double_keying = 0.25
rho = 0.1
response = 0.6
""",
    "phieu-tiep-dan.toml": """
format = 1
id = "phieu-tiep-dan"
title = { vi = "Phiếu hỏi ý kiến về tiếp dân", en = "Opinions on receiving citizens" }
intro = { vi = "Kính thưa Ông/Bà! Xin không ghi họ tên.", en = "Dear Sir or Madam! Please do not write your name." }
how_to_mark = { vi = "Đánh dấu X vào một ô ở mỗi dòng.", en = "Mark one box in each line with an X." }
closing = { vi = "Xin cảm ơn!", en = "Thank you!" }

[scales.satisfaction]
satisfied = [4, 5]
not_satisfied = [1, 2, 3]
options = [
  { code = 1, vi = "Rất không hài lòng", en = "Very dissatisfied" },
  { code = 2, vi = "Không hài lòng", en = "Dissatisfied" },
  { code = 3, vi = "Bình thường", en = "Neutral" },
  { code = 4, vi = "Hài lòng", en = "Satisfied" },
  { code = 5, vi = "Rất hài lòng", en = "Very satisfied" },
]

[[sections]]
id = "G"
title = { vi = "Tiếp dân", en = "Receiving citizens" }

[[sections.items]]
id = "G1"
kind = "choice"
vi = "Ông/Bà là người dân tộc nào?"
en = "Which people do you belong to?"
options = [ { code = 1, vi = "Kinh", en = "Kinh" }, { code = 2, vi = "Cơ Ho", en = "K'Ho" } ]

[[sections.items]]
id = "G2"
kind = "scale"
scale = "satisfaction"
criterion = "1"
vi = "Ông/Bà hài lòng với việc tiếp dân ở mức nào?"
en = "How satisfied are you with how citizens are received?"

[[criteria]]
code = "1"
vi = "Việc tiếp dân"
en = "Receiving citizens"
""",
    "chi-tieu-tinh.toml": """
id = "nghi-quyet-9"
title = "Nghị quyết 9"
source = "Nghị quyết thử của tỉnh"
[sipas]
baseline_year = 2024
target_year = 2026
[[sipas.row]]
code = "1"
name = "Việc tiếp dân"
baseline = 70
target = 78.5
""",
    "hai-cap.toml": villages_then_people(villages=3, people=10, title="Hai cấp: thôn, người"),
    "don-vi.csv": "code,name,level,kind,parent,valid_from,valid_to,scopes,source,note\n"
    "68,Lâm Đồng,province,tỉnh,,2025-07-01,,,thử,\n"
    + "".join(
        f"{code},{name},commune,{kind},68,2025-07-01,,{tag},thử,\n" for code, name, kind, tag in COMMUNES
    ),
    "khung.csv": "commune,village,adults\n"
    + "".join(f"{code},Thôn {n},{50 + n}\n" for code, *_ in COMMUNES for n in range(1, 6)),
    "buu-cuc.csv": "area,office,name\n68,BC1,Bưu cục Đà Lạt\n",
}


def write(folder: Path) -> Path:
    """Write the files into ``folder`` and return the survey's own."""
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "khao-sat.toml"
