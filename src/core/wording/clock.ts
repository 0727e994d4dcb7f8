/** A time that something took as a clock shows it: `0:41`, `1:02:03`. ns. */
export function formatClock(time: number): string {
  const seconds = Math.round(time / 1e9)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (part: number) => String(part).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
