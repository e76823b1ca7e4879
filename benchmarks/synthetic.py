"""Any number of made-up provincial documents, the same on every machine.

    python benchmarks/synthetic.py FOLDER 1000

Each document has a letterhead, bases, tasks with agencies and deadlines, targets, recipients and
a signature, about 5 kB, and cites earlier ones: mostly recent, some again and again, so that the
network has hubs as a real one does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click

KINDS = (
    ("CHỈ THỊ", "Chỉ thị", "CT"),
    ("QUYẾT ĐỊNH", "Quyết định", "QĐ"),
    ("KẾ HOẠCH", "Kế hoạch", "KH"),
    ("THÔNG BÁO", "Thông báo", "TB"),
)
PLACES = ("Sơn La", "Quảng Ngãi", "Đồng Tháp", "Lào Cai", "Nghệ An", "Cà Mau", "Gia Lai", "Phú Thọ")
BODIES = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Khoa học và Công nghệ",
    "Sở Nông nghiệp và Môi trường",
    "Sở Công Thương",
    "Công an tỉnh",
    "Thanh tra tỉnh",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Tư pháp",
)
SUBJECTS = (
    "chấn chỉnh việc tiếp công dân tại bộ phận một cửa",
    "chuẩn bị phương án phòng chống hạn hán mùa khô",
    "rà soát cơ sở dữ liệu đất đai của các xã",
    "nâng chất lượng dạy nghề cho lao động nông thôn",
    "bảo đảm trật tự an toàn giao thông dịp lễ",
    "chuyển hồ sơ giấy sang hồ sơ điện tử",
    "tiêm phòng cho đàn gia súc, gia cầm",
    "tu sửa các tuyến đường liên xã",
)
WORKS = (
    "lập danh mục các hồ sơ còn chậm và đề xuất cách giải quyết từng hồ sơ",
    "kiểm tra các đơn vị trực thuộc và chấn chỉnh ngay những nơi chưa làm đúng quy trình",
    "xây dựng phương án bố trí nhân lực, kinh phí và trang thiết bị cho cả năm",
    "hướng dẫn Ủy ban nhân dân các xã, phường cập nhật số liệu lên hệ thống dùng chung",
    "tổng hợp khó khăn, vướng mắc và tham mưu biện pháp tháo gỡ cho từng địa bàn",
    "mở các lớp tập huấn cho công chức trực tiếp giải quyết hồ sơ của người dân",
)
INDICATORS = (
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt {n}%.",
    "Thu ngân sách trên địa bàn đạt {m} tỷ đồng.",
    "Tỷ lệ che phủ rừng đạt {n}%.",
    "Số giường bệnh trên một vạn dân đạt {k} giường.",
)


def documents(count: int) -> Iterator[tuple[str, str]]:
    """``count`` pairs of file name and text; document n is the same whatever the count."""
    for n in range(count):
        yield f"{n:06d}.txt", document(n)


def address(n: int) -> tuple[str, str, str, date]:
    """Kind, number, place and date of document ``n``."""
    _, kind, symbol = KINDS[n % len(KINDS)]
    issued = date(2016, 1, 4) + timedelta(days=n * 3500 // 100_000)
    return kind, f"{n // len(KINDS) + 1}/{symbol}-UBND", PLACES[n % len(PLACES)], issued


def document(n: int) -> str:
    chance = random.Random(n)
    heading, (kind, number, place, issued) = KINDS[n % len(KINDS)][0], address(n)
    subject = chance.choice(SUBJECTS)
    lines = [
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        f"Số: {number}",
        f"{place}, {_day(issued)}",
        heading,
        f"Về việc {subject}",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    ]
    lines += [f"Căn cứ {_mention(c)};" for c in _cited(n, chance)]
    lines.append(
        f"Để {subject}, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành,"
        " Ủy ban nhân dân các xã, phường thực hiện các nhiệm vụ sau:"
    )
    for item in range(1, 9):
        lead, partner = chance.sample(BODIES, 2)
        due = issued + timedelta(days=chance.randrange(20, 300))
        cited = "".join(f" theo {_mention(c)}" for c in _cited(n, chance)[:1] if item % 3 == 0)
        lines.append(
            f"{item}. {lead} chủ trì, phối hợp với {partner} {chance.choice(WORKS)}{cited};"
            f" {chance.choice(WORKS)}; báo cáo Ủy ban nhân dân tỉnh trước {_day(due)}."
        )
    lines.append(f"Các chỉ tiêu năm {issued.year}:")
    lines += [
        f"{i}. " + text.format(n=chance.randrange(40, 99), m=chance.randrange(900, 9000), k=25)
        for i, text in enumerate(INDICATORS, 1)
    ]
    lines += [
        f"{kind} này có hiệu lực kể từ ngày ký.",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu",
    ]
    return "\n".join(lines) + "\n"


def _cited(n: int, chance: random.Random) -> list[int]:
    if not n:
        return []
    recent = [max(n - 1 - int(chance.expovariate(1 / 400)), 0) for _ in range(3)]
    return [*recent, n // 1000 * 1000 // 2]


def _mention(n: int) -> str:
    kind, number, place, issued = address(n)
    return f"{kind} số {number} {_day(issued)} của Ủy ban nhân dân tỉnh {place}"


def _day(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def write(folder: Path, count: int, start: int = 0) -> None:
    """Write documents ``start`` to ``count`` into ``folder``, a thousand to a subfolder."""
    for n in range(start, count):
        below = folder / f"{n // 1000:03d}"
        if n % 1000 == 0 or n == start:
            below.mkdir(parents=True, exist_ok=True)
        (below / f"{n:06d}.txt").write_text(document(n), encoding="utf-8")


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("count", type=int)
def main(folder: Path, count: int) -> None:
    write(folder, count)


if __name__ == "__main__":
    main()
