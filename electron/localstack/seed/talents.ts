import { cities, findCity, type City } from '../matching/cities'
import type { Level } from '../matching/extract'
import { skillName, type RecordLanguage } from '../matching/skills'
import type { TalentRecord } from '../records'
import { mailAddress, personName, phoneNumber } from './names'
import { createRandom, type Random } from './random'
import { levelYears, pickTrack, seedYear, titleFor, trackOf } from './tracks'
import type { Track, TwoTongues } from './track'

interface TalentPlan {
  id: string
  track: Track
  language: RecordLanguage
  years: number
  city?: City | null
  name?: { name: string; latin: string }
}

const universities: readonly TwoTongues[] = [
  { zh: '云山大学', en: 'Yunshan University' },
  { zh: '江城理工大学', en: 'Jiangcheng University of Technology' },
  { zh: '滨海师范大学', en: 'Binhai Normal University' },
  { zh: '北岭工业大学', en: 'Beiling Polytechnic University' },
  { zh: '南湖财经大学', en: 'Nanhu University of Finance' },
  { zh: '东篱大学', en: 'Northfield University' },
]
const degrees = {
  college: { zh: '大专', en: 'Associate', studyYears: 3 },
  bachelor: { zh: '本科', en: 'Bachelor', studyYears: 4 },
  master: { zh: '硕士', en: 'Master', studyYears: 7 },
  phd: { zh: '博士', en: 'PhD', studyYears: 10 },
} as const

/** The talents of the guide come first, then two with ids as old imports leave them, then generated ones. */
function* plans(count: number): Generator<TalentPlan> {
  yield {
    id: 'test123',
    track: trackOf('python'),
    language: 'zh',
    years: 5,
    city: findCity('上海'),
    name: { name: '林晓岚', latin: 'xiaolan.lin' },
  }
  yield {
    id: 'test_talent_123',
    track: trackOf('java'),
    language: 'en',
    years: 7,
    city: findCity('深圳'),
    name: { name: 'Alex Carter', latin: 'alex.carter' },
  }
  yield { id: '上海研发/2019#07 旧档?', track: trackOf('frontend'), language: 'zh', years: 4 }
  yield { id: 'legacy import/2021 #114?', track: trackOf('qa'), language: 'en', years: 6 }
  for (let number = 5; number <= count; number++) {
    const id = `talent_${String(number).padStart(5, '0')}`
    const random = createRandom(`plan/${id}`)
    yield {
      id,
      track: pickTrack(random),
      language: random.chance(0.68) ? 'zh' : 'en',
      years: experienceYears(random),
    }
  }
}

/** The first `count` talents; the same every time. */
export function* seedTalents(count: number): Generator<TalentRecord> {
  let number = 0
  for (const plan of plans(count)) {
    if (++number > count) return
    yield talentOf(plan, number)
  }
}

function experienceYears(random: Random): number {
  const draw = random.next()
  const level: Level =
    draw < 0.14 ? 'junior' : draw < 0.55 ? 'mid' : draw < 0.85 ? 'senior' : 'lead'
  return random.integer(levelYears[level].min, levelYears[level].max)
}

function talentOf(plan: TalentPlan, number: number): TalentRecord {
  const { id, track, language, years } = plan
  const random = createRandom(`talent/${id}`)
  const { name, latin } = plan.name ?? personName(random, language)
  const level = levelOfYears(years)
  const city = plan.city ?? random.pick(cities)
  const skills = [
    ...track.core.slice(0, level === 'junior' ? 3 : 5),
    ...random.sample(track.extra, level === 'junior' ? 1 : level === 'mid' ? 2 : 4),
    ...(level === 'lead' && !track.core.includes('leadership') ? (['leadership'] as const) : []),
  ]
  const names = [...new Set(skills)].map((skill) => skillName(skill, language))
  const title = titleFor(track, level, language)
  const updated = stamp(random, 2025)
  return {
    talent_id: id,
    id,
    name,
    title,
    city: city[language],
    skills: names,
    experience: language === 'zh' ? `${years}年` : years === 1 ? '1 year' : `${years} years`,
    years,
    level,
    email: mailAddress(latin, number, language),
    phone: phoneNumber(random, language),
    education: educationText(random, track, language, years),
    summary: summaryText({ random, track, language, years, names, city, title }),
    status: plan.name !== undefined || random.chance(0.94) ? 'active' : 'inactive',
    language,
    created_at: stamp(random, 2024),
    updated_at: updated,
  }
}

function levelOfYears(years: number): Level {
  if (years <= levelYears.junior.max) return 'junior'
  if (years <= levelYears.mid.max) return 'mid'
  return years <= levelYears.senior.max ? 'senior' : 'lead'
}

function educationText(
  random: Random,
  track: Track,
  language: RecordLanguage,
  years: number,
): string {
  const draw = random.next()
  const kind = draw < 0.12 ? 'college' : draw < 0.68 ? 'bachelor' : draw < 0.95 ? 'master' : 'phd'
  const degree = degrees[track.key === 'ml' && kind === 'college' ? 'master' : kind]
  const graduated = seedYear - years
  const major = random.pick(track.majors)[language]
  const school = random.pick(universities)[language]
  return language === 'zh'
    ? `${degree.zh}，${major}，${school}，${graduated}年毕业`
    : `${degree.en} in ${major}, ${school}, graduated ${graduated}`
}

function summaryText(facts: {
  random: Random
  track: Track
  language: RecordLanguage
  years: number
  names: readonly string[]
  city: City
  title: string
}): string {
  const { random, track, language, years, names, city } = facts
  const trade = track.title[language]
  const [first, second, third] = names
  const story = random.pick(track.achievements)[language]
  if (language === 'zh') {
    const since = years === 0 ? `应届${trade}` : `${years}年${trade}经验`
    return `${since}，熟练使用${first}、${second}和${third}。曾${story}。现居${city.zh}，工作踏实，乐于与上下游协作。`
  }
  const since =
    years === 0
      ? `New graduate ${trade}`
      : `${trade} with ${facts.years} year${years === 1 ? '' : 's'} of experience`
  return `${since} in ${first}, ${second} and ${third}. Once ${story}. Based in ${city.en}, reliable and used to working across teams.`
}

/** A moment of a year in the local time of the seeds. */
export function stamp(random: Random, year: number): string {
  const start = Date.UTC(year, 0, 6, 1)
  return new Date(start + random.integer(0, 250 * 24 * 60) * 60_000).toISOString()
}
