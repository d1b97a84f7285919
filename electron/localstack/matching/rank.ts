import type { JobRecord, ResumeRecord } from '../records'
import { findCity, type City } from './cities'
import { cosine, embed } from './embedding'
import { explainMatch, type Explanations } from './explain'
import { educationLevel, yearsIn, type EducationLevel } from './extract'
import { knownSkills, skillName } from './skills'
import type { SkillId } from './skill-table'

/** A job with everything that ranking reads from it, worked out once. */
export interface IndexedJob {
  job: JobRecord
  required: ReadonlySet<SkillId>
  preferred: ReadonlySet<SkillId>
  city: City | null
  vector: readonly number[]
}

/** The parts of a score, each 0 to 1. */
export interface Breakdown {
  skills: number
  experience: number
  location: number
  education: number
  semantic: number
}

export interface RankedJob {
  job: JobRecord
  score: number
  breakdown: Breakdown
  matchedSkills: string[]
  missingSkills: string[]
  explanations: Explanations
}

/** Adds up to one, so that the score stays on the scale of its parts. */
export const scoreWeights: Readonly<Breakdown> = {
  skills: 0.45,
  experience: 0.2,
  semantic: 0.15,
  location: 0.12,
  education: 0.08,
}

const preferredWeight = 0.4
/** The cosine at which two texts count as fully alike; unrelated ones stay near zero. */
const alikeCosine = 0.85
const educationOrder: readonly EducationLevel[] = ['college', 'bachelor', 'master', 'phd']

/** Prepares a job for ranking. */
export function indexJob(job: JobRecord): IndexedJob {
  const text = `${job.title}\n${job.description}\n${job.requirements}`
  return {
    job,
    required: knownSkills(job.required_skills),
    preferred: knownSkills(job.preferred_skills),
    city: findCity(job.location),
    vector: embed(text),
  }
}

/** The best jobs for a resume, best first; equal scores are ordered by job id. */
export function rankJobs(
  resume: ResumeRecord,
  jobs: readonly IndexedJob[],
  limit: number,
): RankedJob[] {
  const skills = knownSkills(resume.skills)
  const person = {
    skills,
    years: resume.years ?? yearsIn(`${resume.experience} ${resume.summary}`),
    education: educationLevel(resume.education),
    city: findCity(resume.city),
    vector: embed(`${resume.title}\n${resume.skills.join(' ')}\n${resume.summary}`),
  }
  return jobs
    .map((indexed) => ({ indexed, breakdown: compare(person, indexed) }))
    .map((entry) => ({ ...entry, score: totalOf(entry.breakdown) }))
    .sort((a, b) => b.score - a.score || a.indexed.job.id - b.indexed.job.id)
    .slice(0, limit)
    .map(({ indexed, breakdown, score }) => {
      const wanted = [...indexed.required, ...indexed.preferred]
      const nameOf = (id: SkillId) => skillName(id, resume.language)
      const matched = wanted.filter((id) => skills.has(id))
      const missing = [...indexed.required].filter((id) => !skills.has(id))
      return {
        job: indexed.job,
        score,
        breakdown,
        matchedSkills: matched.map(nameOf),
        missingSkills: missing.map(nameOf),
        explanations: explainMatch({
          job: indexed.job,
          city: indexed.city,
          homeCity: person.city,
          years: person.years,
          matched,
          missing,
          breakdown,
        }),
      }
    })
}

interface Person {
  skills: ReadonlySet<SkillId>
  years: number | null
  education: EducationLevel | null
  city: City | null
  vector: readonly number[]
}

function compare(
  person: Person,
  { job, required, preferred, city, vector }: IndexedJob,
): Breakdown {
  return {
    skills: round(skillScore(person.skills, required, preferred)),
    experience: round(experienceScore(person.years, job)),
    location: round(locationScore(person.city, city, job.remote)),
    education: round(educationScore(person.education, job.education)),
    semantic: round(Math.min(1, Math.max(0, cosine(person.vector, vector) / alikeCosine))),
  }
}

function totalOf(parts: Breakdown): number {
  return round(
    scoreWeights.skills * parts.skills +
      scoreWeights.experience * parts.experience +
      scoreWeights.location * parts.location +
      scoreWeights.education * parts.education +
      scoreWeights.semantic * parts.semantic,
  )
}

function skillScore(
  own: ReadonlySet<SkillId>,
  required: ReadonlySet<SkillId>,
  preferred: ReadonlySet<SkillId>,
): number {
  const total = required.size + preferredWeight * preferred.size
  if (total === 0) return 0
  const count = (wanted: ReadonlySet<SkillId>) => [...wanted].filter((id) => own.has(id)).length
  return (count(required) + preferredWeight * count(preferred)) / total
}

/** Too little experience weighs more than too much. */
function experienceScore(years: number | null, job: JobRecord): number {
  if (years === null) return 0.5
  if (years < job.min_years)
    return Math.max(0, 1 - (job.min_years - years) / Math.max(3, job.min_years))
  if (years > job.max_years) return Math.max(0.4, 1 - (years - job.max_years) * 0.08)
  return 1
}

function locationScore(home: City | null, place: City | null, remote: boolean): number {
  if (home !== null && home === place) return 1
  if (remote) return 0.9
  return home !== null && place !== null && home.region === place.region ? 0.6 : 0.2
}

function educationScore(own: EducationLevel | null, wanted: string): number {
  const target = educationOrder.findIndex((level) => level === wanted)
  if (own === null || target < 0) return 0.5
  const gap = target - educationOrder.indexOf(own)
  if (gap <= 0) return 1
  return gap === 1 ? 0.5 : 0.2
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
