"""What the evaluations share: square pictures, means, sheets."""

import numpy as np

from models.evaluation.reports import average, lay_out, square, squares


def test_pictures_are_cut_square(folder):
    found = squares(folder, 50)
    assert set(found) == {"cat", "coffee"}
    assert all(rgb.shape == (50, 50, 3) for rgb in found.values())
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 255
    assert (square(wide, 10) == 255).all()
    assert square(wide[:1, :1], 5).shape == (5, 5, 3)


def test_an_average_with_a_gap_is_none():
    assert average([{"psnr": 1.0, "ms": 5}, {"psnr": 2.0, "ms": 7}, {"psnr": 6.0, "ms": 900}]) == {
        "psnr": 3,
        "ms": 7,
    }
    assert average([{"psnr": 1.0}, None]) is None


def test_a_sheet_has_its_pictures_in_rows_with_a_wider_gap_after_the_lead():
    black, grey = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 99, np.uint8)
    sheet = lay_out([[black, grey], [grey, black]], 8, gap=2, lead=1)
    assert sheet.shape == (2 * 10 + 2, 2 * 10 + 2 + 6, 3)
    assert (sheet[2:10, 2:10] == 0).all()
    assert (sheet[2:10, 18:26] == 99).all()
    assert (sheet[2:10, 10:18] == 255).all()
    assert lay_out([[black, grey]], 8, gap=2).shape == (12, 22, 3)
