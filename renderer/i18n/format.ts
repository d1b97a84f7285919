import { useMemo } from 'react'
import { useLanguage } from './language'

/** Figures and times in the reader's language. */
export interface Format {
  ago(at: number, now: number): string
  exact(at: number): string
  clock(at: number): string
  day(at: number): string
  span(ms: number): string
  /** The largest unit alone, where space is short. */
  brief(ms: number): string
  ms(value: number | null): string
  count(value: number): string
  bytes(value: number): string
}

/** Makes the formatter of one language. */
export function createFormat(language: string): Format {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' })
  const exact = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full' })
  const count = new Intl.NumberFormat(language)
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    })
  const units = {
    ms: unit('millisecond'),
    s: unit('second', 1),
    wholeS: unit('second'),
    min: unit('minute'),
    h: unit('hour'),
    d: unit('day'),
  }
  const span = (ms: number): string => {
    const seconds = Math.floor(Math.max(0, ms) / 1_000)
    if (seconds < 60) return units.wholeS.format(seconds)
    const minutes = Math.floor(seconds / 60)
    if (minutes < 60) return units.min.format(minutes)
    const hours = Math.floor(minutes / 60)
    const rest = minutes % 60
    if (hours < 24) {
      return rest === 0
        ? units.h.format(hours)
        : `${units.h.format(hours)} ${units.min.format(rest)}`
    }
    return units.d.format(Math.floor(hours / 24))
  }
  const brief = (ms: number): string => {
    const hours = Math.floor(ms / 3_600_000)
    return hours >= 1 && hours < 24 ? units.h.format(hours) : span(ms)
  }
  return {
    span,
    brief,
    exact: (at) => exact.format(at),
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    count: (value) => count.format(value),
    ago: (at, now) => {
      const seconds = Math.round((at - now) / 1_000)
      if (seconds > -60) return relative.format(Math.min(0, seconds), 'second')
      if (seconds > -3_600) return relative.format(Math.ceil(seconds / 60), 'minute')
      if (seconds > -86_400) return relative.format(Math.ceil(seconds / 3_600), 'hour')
      return relative.format(Math.ceil(seconds / 86_400), 'day')
    },
    ms: (value) => {
      if (value === null) return '—'
      if (value >= 1_000) return units.s.format(value / 1_000)
      return units.ms.format(value < 10 && value > 0 ? Math.max(1, Math.round(value)) : value)
    },
    bytes: (value) => {
      if (value < 1_024) return `${count.format(value)} B`
      if (value < 1_048_576) return `${count.format(Math.round(value / 102.4) / 10)} KB`
      return `${count.format(Math.round(value / 104_857.6) / 10)} MB`
    },
  }
}

/** The formatter of the language in use. */
export function useFormat(): Format {
  const language = useLanguage()
  return useMemo(() => createFormat(language), [language])
}
