"""The end of a wave: cutting the link from form to answers, erasing scans and lists."""
