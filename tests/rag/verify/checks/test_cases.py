"""Only for a case, given up, in reserve or called off: no venue or time of what is held."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

RAIN = "首届红薯粉节11月6日在河口镇晒谷坪举行，如遇降雨，改在镇文化站举行，共有38家作坊参展。"
MOVED = "青年歌手赛原定于4月2日在县剧院举行，因设备检修，改为4月9日在县文化馆举行，共有45名选手登台。"
PUT_OFF = "全县龙灯会由2月10日推迟到2月17日举行，共有21支队伍参加。"
SPARE = "总决赛在县体育馆举行，备用场馆为县中学礼堂。"
OFF = "原拟7月中旬举办的山地自行车赛因山体滑坡取消。"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (RAIN, "首届红薯粉节11月6日在河口镇晒谷坪举行，共有38家作坊参展。"),
        (RAIN, "如遇降雨，红薯粉节改在镇文化站举行。"),
        (MOVED, "青年歌手赛改为4月9日在县文化馆举行，共有45名选手登台。"),
        (MOVED, "青年歌手赛原定于4月2日在县剧院举行。"),
        (PUT_OFF, "全县龙灯会推迟到2月17日举行。"),
        (SPARE, "总决赛在县体育馆举行。"),
        (SPARE, "总决赛的备用场馆为县中学礼堂。"),
        (OFF, "原拟7月中旬举办的山地自行车赛取消。"),
    ],
)
def test_what_is_so_is_supported_and_what_was_to_be_with_its_word(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (RAIN, "首届红薯粉节在镇文化站举行，共有38家作坊参展。"),
        (MOVED, "青年歌手赛在县剧院举行，共有45名选手登台。"),
        (MOVED, "青年歌手赛4月2日举行，共有45名选手登台。"),
        (PUT_OFF, "全县龙灯会2月10日举行，共有21支队伍参加。"),
        (SPARE, "总决赛在县中学礼堂举行。"),
        (OFF, "7月中旬举办了山地自行车赛。"),
        (OFF, "山地自行车赛于7月中旬举办。"),
    ],
)
def test_what_was_only_to_be_is_not_told_as_so(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "supported", verdict.reasons
