"""全市, 该县, 本村: units spoken of by their sort, which a text has named before."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.text.numerals import HAN

WHOLE = re.compile(r"[全该本我](?P<sort>国|省|自治区|市|州|县|区|旗|镇|乡|街道|村|社区)(?![委直级长属政域民性场])")
"""Such a word; 全市委 and 该县长 are none."""
OF_ALL = re.compile(
    r"(?:^|[，,。；;：:])(?:目前|今年|去年|累计)?(?P<all>全(?P<sort>省|市|州|县|区|旗|镇|乡|街道|村|社区))(?![委直级长属政域民性场])"
)
"""One that begins a stretch, which then tells of all of the unit; 全省劳动模范 tells of one."""
_SEVERAL = rf"(?:[2-9]|\d{{2,}}|(?!一[家所]){HAN})(?:多|余)?[家所](?!里)"
TOGETHER = re.compile(
    rf"[省市县区州旗镇乡村](?:现|共|已|的)?有?{_SEVERAL}|{_SEVERAL}[^，,。；;\d]{{0,10}}?(?:全部|均|都(?!市)|一共|共计|合计|累计)"
)
"""What tells of several bodies together: 乙县五家作坊都复工了. None of it is told of one of them."""
LEVELS: Mapping[str, tuple[str, ...]] = {
    "国": ("country",),
    "省": ("province",),
    "自治区": ("province",),
    "市": ("prefecture", "county", "province"),
    "州": ("prefecture",),
    "县": ("county",),
    "旗": ("county",),
    "区": ("county", "zone", "province"),
    "镇": ("township",),
    "乡": ("township",),
    "街道": ("township",),
    "村": ("village",),
    "社区": ("village",),
}
"""The levels of ``rag.domain.Place`` that each sort may be, the likeliest first."""
ORDER = ("country", "province", "prefecture", "county", "zone", "township", "village")
"""The levels, the widest first."""
