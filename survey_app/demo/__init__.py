"""The whole survey on synthetic data: every number it makes is labelled «dữ liệu mô phỏng»."""
