/** ns between two ISO 8601 times in UTC, to the millisecond. Pure code has no Date. Throws RangeError on other text. */
export function nanosecondsBetween(from: string, to: string): number {
  return Math.round((secondsOf(to) - secondsOf(from)) * 1e3) * 1e6
}

function secondsOf(iso: string): number {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?Z$/u.exec(iso)
  if (!parts) throw new RangeError(`'${iso}' is no time in UTC`)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  return ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
}

/** Days of the Gregorian calendar, counted in years that begin in March, so that the leap day is the last one. */
function days(year: number, month: number, day: number): number {
  const [years, months] = month > 2 ? [year, month - 3] : [year - 1, month + 9]
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  return 365 * years + leaps + Math.floor((153 * months + 2) / 5) + day
}
