// Reads calendars with ical.js: calendar.mjs FILE…. Each event needs a name of its own, a beginning that is a moment in UTC,
// an end that is not before it, a summary and a reminder.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
for (const file of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  if (calendar.name !== "vcalendar" || calendar.getFirstPropertyValue("version") !== "2.0") throw new Error(`${file}: no calendar`);
  const events = calendar.getAllSubcomponents("vevent");
  if (events.length < 6) throw new Error(`${file}: ${events.length} events`);
  if (calendar.getAllSubcomponents().length !== events.length) throw new Error(`${file}: it holds something else`);
  const names = new Set();
  for (const component of events) {
    const event = new ICAL.Event(component);
    const begin = component.getFirstPropertyValue("dtstart");
    const year = begin?.year;
    if (!(year >= 2027 && year < 2030) || begin.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${file}: ${event.uid} begins at ${begin}`);
    if (event.endDate.compare(event.startDate) < 0) throw new Error(`${file}: ${event.uid} ends before it begins`);
    if (!event.summary || !event.description || !component.getFirstPropertyValue("dtstamp")) throw new Error(`${file}: ${event.uid} says nothing`);
    if (component.getAllSubcomponents("valarm").length !== 1) throw new Error(`${file}: ${event.uid} has no reminder`);
    if (names.has(event.uid)) throw new Error(`${file}: two events are ${event.uid}`);
    names.add(event.uid);
  }
}
