/** Local time with its offset, e.g. `2025-09-23 17:02:58 +08:00`. */
export function localTime(epochMs: number): string {
  const date = new Date(epochMs)
  const offset = -date.getTimezoneOffset()
  const shifted = new Date(epochMs + offset * 60_000).toISOString()
  const sign = offset < 0 ? '-' : '+'
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} ${sign}${two(offset / 60)}:${two(offset % 60)}`
}

/** A duration as people read it: `84 ms`, `3.2 s`. */
export function durationText(durationMs: number): string {
  return durationMs < 1_000
    ? `${Math.round(durationMs)} ms`
    : `${(durationMs / 1_000).toFixed(1)} s`
}
