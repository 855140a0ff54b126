// Prints findings so that a reader sees what is wrong before where: each message once, with how often and where first.

const SHOWN = 3;

/** @param {{message: string, place: string}[]} findings */
export function summarise(findings) {
  const byMessage = new Map();
  for (const { message, place } of findings) {
    if (!byMessage.has(message)) byMessage.set(message, []);
    byMessage.get(message).push(place);
  }
  const sorted = [...byMessage].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  for (const [message, places] of sorted) {
    console.log(`${places.length} × ${message}`);
    for (const place of places.slice(0, SHOWN)) console.log(`      ${place}`);
    if (places.length > SHOWN) console.log(`      … and ${places.length - SHOWN} more`);
  }
}

/** Ends the process as a judge does: 0 when nothing was found. */
export function verdict(findings) {
  summarise(findings);
  process.exit(findings.length === 0 ? 0 : 1);
}

/** A path as a reader of the log needs it: below the folder of all builds. */
export function shown(path) {
  const at = path.indexOf("/.cache/out/");
  return at < 0 ? path : path.slice(at + "/.cache/out/".length);
}
