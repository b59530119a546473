"""Why a reply was not applied, or waits to be read: kept as words of a machine, shown as ours."""

from enum import StrEnum


class Why(StrEnum):
    """One reason; a reply may have several."""

    COMMENT = "comment"
    WROTE = "wrote"
    AUTOMATIC = "automatic"
    PROPOSES = "proposes"
    ALL_DAY = "all_day"
    NO_ZONE = "no_zone"
    UNKNOWN_ZONE = "unknown_zone"
    SKIPPED_HOUR = "skipped_hour"
    REPEATED_HOUR = "repeated_hour"
    NO_TIME = "no_time"
    DELEGATES = "delegates"
    UNINVITED = "uninvited"
    BUSY = "busy"
    NOT_CONFIRMED = "not_confirmed"
    ANOTHER_SENDER = "another_sender"
    ANOTHER_EVENT = "another_event"
    NOT_SENT = "not_sent"
    REPEATS = "repeats"
    NO_ANSWER = "no_answer"
    SEVERAL_PEOPLE = "several_people"
    NO_REPLY = "no_reply"
    ASKS_AGAIN = "asks_again"
    EARLIER_TIME = "earlier_time"
    ANSWERED_SINCE = "answered_since"
    ANSWERED_SO = "answered_so"
    TAKEN_OFF = "taken_off"
    CANCELLED = "cancelled"
    OVER = "over"
    TOO_LARGE = "too_large"
    NO_CALENDAR = "no_calendar"
    NO_EVENT = "no_event"
    SEVERAL_EVENTS = "several_events"
    TWO_METHODS = "two_methods"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"


MEANINGS = {
    Why.COMMENT: "They wrote something with their answer. Read it.",
    Why.WROTE: "They wrote a message instead of answering. Read it.",
    Why.AUTOMATIC: "Their mailbox answered by itself.",
    Why.PROPOSES: "They propose another time. Move the meeting, or leave it as it is.",
    Why.ALL_DAY: "They propose a whole day, without a time. Ask them for one.",
    Why.NO_ZONE: "The proposed time has no time zone. It is read as the time in England.",
    Why.UNKNOWN_ZONE: "The proposed time is in a time zone that Accord does not know. Ask them.",
    Why.SKIPPED_HOUR: "The clocks jump over the proposed time. Ask them for another.",
    Why.REPEATED_HOUR: "The proposed time comes twice that night. Ask them which one they mean.",
    Why.NO_TIME: "The proposed time cannot be read. Ask them for it.",
    Why.DELEGATES: "They want somebody else to come instead. Send a deputy, or leave it as it is.",
    Why.UNINVITED: "Somebody who is not invited replied. Invite them, or leave it as it is.",
    Why.BUSY: "They accept, but are booked at that time. Ask them which one they will come to.",
    Why.NOT_CONFIRMED: "It cannot be confirmed who sent it. Ask them whether it was they.",
    Why.ANOTHER_SENDER: "It came from another organisation. Ask them whether it is right.",
    Why.ANOTHER_EVENT: "It answers an event that is not this meeting.",
    Why.NOT_SENT: "It answers an invitation that Accord has not sent yet.",
    Why.REPEATS: "It is about an event that repeats. This meeting does not.",
    Why.NO_ANSWER: "It says neither yes, no nor maybe.",
    Why.SEVERAL_PEOPLE: "It answers for several people at once. Ask each of them.",
    Why.NO_REPLY: "It is a calendar message, but no reply.",
    Why.ASKS_AGAIN: "Their calendar asks for the invitation again. Send it again.",
    Why.EARLIER_TIME: "It answers an earlier invitation. They were asked again since.",
    Why.ANSWERED_SINCE: "They gave a later answer before this one arrived.",
    Why.ANSWERED_SO: "They had given the same answer already.",
    Why.TAKEN_OFF: "They are no longer part of the meeting.",
    Why.CANCELLED: "The meeting was cancelled before it arrived.",
    Why.OVER: "The meeting was closed before it arrived.",
    Why.TOO_LARGE: "The calendar in it is too large to be a reply.",
    Why.NO_CALENDAR: "The calendar in it cannot be read.",
    Why.NO_EVENT: "The calendar in it holds no event.",
    Why.SEVERAL_EVENTS: "The calendar in it holds several events.",
    Why.TWO_METHODS: "The message says in two places, and differently, what it is for.",
    Why.DAMAGED: "The calendar in it is damaged: it says something twice, or wrongly.",
    Why.UNREADABLE: "The message cannot be read. Ask them what they wrote.",
    Why.TOO_MANY: "Too many messages to this invitation wait already. Ask them to write fewer.",
}
"""What each reason means, and what to do where there is something to do."""
