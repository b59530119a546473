"""The domain: what Accord decides. No HTTP, HTML, mail, queue or PDF in here."""
