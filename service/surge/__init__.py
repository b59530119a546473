"""Scheduling problems in files: solved beside the process that was asked, told and written."""
