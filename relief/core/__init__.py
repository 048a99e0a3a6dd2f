"""Ground: money, time, database, mail, files and jobs; knows nothing of donations."""
