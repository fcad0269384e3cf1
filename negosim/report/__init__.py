"""What a reader gets: figures, pages, terminal text, CSV, and result folders that appear whole or not at all."""
