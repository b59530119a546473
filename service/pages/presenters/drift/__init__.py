"""The partnership's figures in words, pictures and tables; page, PDF and CSV share them."""
