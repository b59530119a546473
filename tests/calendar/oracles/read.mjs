// What ical.js reads in each calendar object: JSON texts on standard input, JSON on standard output.
import { text } from "node:stream/consumers";
import ICAL from "ical.js";

const moment = (time) => new Date(time.toUnixTime() * 1000).toISOString();

const event = (component) => {
  const { uid, sequence, startDate, endDate, summary, location, description } = new ICAL.Event(component);
  return {
    uid,
    sequence,
    status: component.getFirstPropertyValue("status"),
    starts_at: moment(startDate),
    ends_at: moment(endDate),
    summary,
    location,
    description,
    organiser: component.getFirstPropertyValue("organizer"),
    attendees: component.getAllProperties("attendee").map((one) => one.getFirstValue()),
    alarms: component.getAllSubcomponents("valarm").length,
  };
};

const calendar = (written) => {
  const component = new ICAL.Component(ICAL.parse(written));
  return {
    method: component.getFirstPropertyValue("method"),
    events: component.getAllSubcomponents("vevent").map(event),
  };
};

ICAL.design.strict = true;
console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(calendar)));
