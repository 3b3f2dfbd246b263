"""Questions are read by layers of their own: they come nearer the words that answer them than by the main model."""

from __future__ import annotations

import numpy as np
from embedders import MODEL_FILES

from index import QuestionEmbedder, load_embedder

# Alike in subject, so that what is asked decides.
ANSWERED = {
    "Who pays for the training of new staff?": "新招用人员的岗前培训费用由企业承担。",
    "How long may somebody stay in such a post?": "岗位聘用期限一般不超过三年。",
    "What papers do I bring when I apply?": "申请时应当提交身份证、户口簿和劳动合同。",
    "Which office decides on the application?": "县级人力资源社会保障部门负责审批。",
    "What happens if I lie on the form?": "以欺骗手段骗取补贴的，责令退回，并处罚款。",
    "Can a foreigner join the scheme?": "在中国境内就业的外国人参照本规定参加社会保险。",
    "When is the money sent out?": "补贴资金于每季度末十五日内拨付。",
    "May a child under sixteen be hired?": "用人单位不得招用未满十六周岁的未成年人。",
}


def test_questions_lie_nearer_what_answers_them():
    main, tuned = load_embedder(cache=MODEL_FILES), QuestionEmbedder(MODEL_FILES)
    passages = main.embed_passages(list(ANSWERED.values()))

    def right(embed):
        return sum((passages @ embed(text)).argmax() == at for at, text in enumerate(ANSWERED))

    assert right(tuned.embed_query) > right(main.embed_query)
    assert right(tuned.embed_query) >= len(ANSWERED) - 2


def test_a_vector_is_of_length_one_and_the_same_each_time():
    tuned = QuestionEmbedder(MODEL_FILES)
    one, other = tuned.embed_query("housing fund"), tuned.embed_query("housing fund")
    assert one.shape == (384,) and one.dtype == np.float32 and one.tobytes() == other.tobytes()
    assert abs(np.linalg.norm(one) - 1) < 1e-5
