"""The audit remembers what the rooms below it do."""

from relief.accounts.actions import on_change
from relief.audit.actions import record

on_change(record)
