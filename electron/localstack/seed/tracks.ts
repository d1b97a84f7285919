import type { Level } from '../matching/extract'
import type { RecordLanguage } from '../matching/skills'
import type { Random } from './random'
import type { Track } from './track'
import { businessTracks } from './tracks-business'
import { engineeringTracks } from './tracks-engineering'

/** Every line of work of the seeds. */
export const tracks: readonly Track[] = [...engineeringTracks, ...businessTracks]

const shares = tracks.flatMap((track) => Array.from({ length: track.share }, () => track))

/** A line of work, as common as its share says. */
export function pickTrack(random: Random): Track {
  return random.pick(shares)
}

/** The line of work with this key. */
export function trackOf(key: string): Track {
  const track = tracks.find((candidate) => candidate.key === key)
  if (track === undefined) throw new Error(`no track ${key}`)
  return track
}

/** The year every record of the seeds looks back from. */
export const seedYear = 2025

/** Years a person of a level usually has, and what that multiplies pay by. */
export const levelYears: Readonly<Record<Level, { min: number; max: number; pay: number }>> = {
  junior: { min: 0, max: 1, pay: 1 },
  mid: { min: 2, max: 5, pay: 1.5 },
  senior: { min: 6, max: 9, pay: 2.2 },
  lead: { min: 10, max: 18, pay: 3.1 },
}

const rank: Readonly<Record<Level, { zh: (title: string) => string; en: string }>> = {
  junior: { zh: (title) => `初级${title}`, en: 'Junior ' },
  mid: { zh: (title) => title, en: '' },
  senior: { zh: (title) => `高级${title}`, en: 'Senior ' },
  lead: { zh: (title) => `${title}负责人`, en: 'Lead ' },
}

/** The job title of a level, such as 高级前端工程师 or Lead Product Manager. */
export function titleFor(track: Track, level: Level, language: RecordLanguage): string {
  return language === 'zh' ? rank[level].zh(track.title.zh) : rank[level].en + track.title.en
}
