import numpy as np
import pytest

from index.fusion import min_max_sum, reciprocal_rank_fusion, z_score_sum

NAN = float("nan")


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_reciprocal_rank_fusion_adds_the_reciprocal_ranks():
    # First system ranks 0, 1, 2; second ranks 2, 1, 0.
    fused = reciprocal_rank_fusion([array(9, 5, 1), array(0.1, 0.2, 0.3)], [1, 1])
    assert fused == pytest.approx(
        [1 / (60 + 1) + 1 / (60 + 3), 1 / (60 + 2) + 1 / (60 + 2), 1 / (60 + 3) + 1 / (60 + 1)]
    )


def test_reciprocal_rank_fusion_gives_equal_evidence_equal_rank_and_the_next_rank_a_gap():
    assert reciprocal_rank_fusion([array(7, 7, 3)], [1]) == pytest.approx([1 / 61, 1 / 61, 1 / 63])


def test_reciprocal_rank_fusion_gives_nothing_for_what_a_system_did_not_find():
    fused = reciprocal_rank_fusion([array(NAN, 4, NAN), array(3, 2, 1)], [0.5, 2], k=10)
    assert fused == pytest.approx([2 / 11, 0.5 / 11 + 2 / 12, 2 / 13])


def test_min_max_sum_stretches_each_system_to_zero_and_one():
    fused = min_max_sum([array(2, 4, 10), array(0.5, 0.9, 0.7)], [2, 1])
    assert fused == pytest.approx([2 * 0 + 0, 2 * (4 - 2) / (10 - 2) + 1, 2 * 1 + (0.7 - 0.5) / (0.9 - 0.5)])


def test_min_max_sum_of_equal_evidence_is_full_evidence():
    assert min_max_sum([array(3, 3, NAN)], [4]) == pytest.approx([4, 4, 0])


def test_z_score_sum_has_mean_zero_and_counts_deviations():
    # Mean 4, variance ((2-4)² + (4-4)² + (6-4)²) / 3 = 8/3.
    deviation = (8 / 3) ** 0.5
    assert z_score_sum([array(2, 4, 6)], [3]) == pytest.approx([3 * -2 / deviation, 0, 3 * 2 / deviation])


def test_z_score_sum_of_equal_evidence_says_nothing():
    # 0.1 has no exact binary form: the variance is a rounding residue, not zero.
    assert z_score_sum([array(0.1, 0.1, 0.1)], [1]) == pytest.approx([0, 0, 0], abs=0)


@pytest.mark.parametrize("fuse", [reciprocal_rank_fusion, min_max_sum, z_score_sum], ids=lambda fuse: fuse.__name__)
def test_a_system_of_weight_zero_is_left_out(fuse):
    alone = fuse([array(1, 5, 2)], [1])
    assert fuse([array(1, 5, 2), array(9, 0, NAN)], [1, 0]) == pytest.approx(alone)


@pytest.mark.parametrize("fuse", [reciprocal_rank_fusion, min_max_sum, z_score_sum], ids=lambda fuse: fuse.__name__)
def test_a_weight_short_is_refused(fuse):
    with pytest.raises(ValueError, match="zip"):
        fuse([array(1, 2), array(2, 1)], [1])
