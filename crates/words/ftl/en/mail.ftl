# Letters that leave by themselves.
