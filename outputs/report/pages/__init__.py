"""The pages of the report: a package each, under the name that its file has."""
