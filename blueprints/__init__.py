"""The doors: a trigger reads, authorises, calls shared/, answers. No rules live here."""
