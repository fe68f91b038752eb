"""The sampling frame: the list that is drawn from, read from files and checked."""

from sampling.frame.frame import SamplingFrame, frame_from, read_frame

__all__ = ["SamplingFrame", "frame_from", "read_frame"]
