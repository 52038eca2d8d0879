"""Pictures are kept as `.svg` files, whatever the snapshot library calls its setting."""

import pytest_textual_snapshot

pytest_textual_snapshot.SVGImageExtension.file_extension = "svg"
