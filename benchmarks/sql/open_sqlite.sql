-- A cache of a gigabyte, as much as the reader of the warehouse may hold.
pragma cache_size = -1000000;
