"""Files of rows and logs: csv, xlsx, parquet and xes."""
