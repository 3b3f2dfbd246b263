"""Why a range of a text may not be what is printed: the reasons that readers name by a word, with what is said of each."""

from __future__ import annotations

from kb.messages import Message

DoubtfulRange = tuple[int, int, str]  # start, end, a key of DOUBTS

DOUBTS = {
    "unknown": Message(
        "有的字没有文字编码，请对照原件。", "A character has no code in the file: compare it with the original."
    ),
    "field": Message("含表单中填写的内容。", "Holds what was filled into a form."),
    "spaced": Message(
        "数字的各位是分开排的，请对照原件。", "The digits of a number stand apart: compare it with the original."
    ),
    "mark": Message(
        "数字旁有上标，请对照原件。", "A raised mark stands beside a number: compare it with the original."
    ),
    "struck": Message("有线条穿过文字，请对照原件。", "A line runs through the text: compare it with the original."),
    "outside": Message(
        "表格中有不在任何格内的文字，请对照原件。",
        "A table has text outside its cells: compare it with the original.",
    ),
    "recognised": Message(
        "扫描识别，请核对原件。",
        "Recognised from a picture of the page: compare it with the original.",
    ),
    "vertical": Message(
        "该页有竖排文字，顺序请对照原件。", "The page has text set vertically: compare its order with the original."
    ),
}
