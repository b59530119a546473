"""What is stored of diaries and rooms, and of the places that meetings hold in them."""

from typing import Any

from piccolo.columns import UUID, Boolean, Column, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class TstzRange(Column):
    """PostgreSQL's tstzrange; read by `lower` and `upper`, never as it is."""

    value_type = Any


class Room(Table, db=engine, tablename="room"):
    """A room, or a virtual one that holds one meeting at a time."""

    id = UUID(primary_key=True, default=None)
    site = Text(null=False, default=None)
    name = Text(null=False, default=None)
    is_virtual = Boolean(null=False, default=None)
    capacity = Integer(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)


class Diary(Table, db=engine, tablename="diary"):
    """When a person last said their hours, and imported a calendar."""

    person_id = UUID(primary_key=True, default=None)
    hours_set_at = Timestamptz(null=True, default=None)
    imported_at = Timestamptz(null=True, default=None)


class WorkingHours(Table, db=engine, tablename="working_hours"):
    """A span of a weekday (1 is Monday) in London minutes; 1440 is the midnight that ends it."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    weekday = Integer(null=False, default=None)
    starts_minute = Integer(null=False, default=None)
    ends_minute = Integer(null=False, default=None)


class Absence(Table, db=engine, tablename="absence"):
    """Time off or otherwise taken: no title, no reason."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    starts_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)


class PersonBooking(Table, db=engine, tablename="person_booking"):
    """A person's place at a meeting; no two of one person overlap."""

    meeting_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    during = TstzRange(null=False, default=None)


class RoomBooking(Table, db=engine, tablename="room_booking"):
    """A meeting's room; no two of one room overlap."""

    meeting_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    room_id = UUID(null=False, default=None)
    during = TstzRange(null=False, default=None)
