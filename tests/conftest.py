"""What every test stands on: files that are made are their owner's alone, whatever the system's umask."""

import os

os.umask(0o077)
