"""The stages that join the rooms: plain functions over records, without Prefect."""
