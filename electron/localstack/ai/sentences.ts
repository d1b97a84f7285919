import type { RecordLanguage } from '../matching/skills'
import type { TalentFacts } from './talent-facts'

export interface FitFacts {
  name: string
  title: string
  years: number | null
  isSameTrade: boolean
  has: readonly string[]
  lacks: readonly string[]
  skills: readonly string[]
}

/** The sentences of one language; an empty part of the record is said to be empty. */
export interface Sentences {
  salary: string
  personal: string
  availability: string
  notRecorded(name: string, what: string): string
  skills(name: string, skills: readonly string[]): string
  years(name: string, years: number | null, title: string): string
  education(name: string, education: string): string
  contact(name: string, email: string, phone: string): string
  city(name: string, city: string): string
  title(name: string, title: string): string
  summary(talent: TalentFacts): string
  skillCheck(name: string, has: readonly string[], lacks: readonly string[]): string
  fit(facts: FitFacts): string
  interview(name: string, skills: readonly string[]): string
  fallback(name: string): string
}

const zh: Sentences = {
  salary: '薪资',
  personal: '年龄、性别等个人信息',
  availability: '到岗时间',
  notRecorded: (name, what) => `${name}的记录中没有${what}信息，建议直接与本人确认。`,
  skills: (name, skills) =>
    skills.length === 0
      ? `${name}的记录中没有列出技能。`
      : `${name}掌握的技能有：${skills.join('、')}。`,
  years: (name, years, title) =>
    years === null
      ? `${name}的记录中没有工作年限。`
      : `${name}有${years}年工作经验${title === '' ? '' : `，目前是${title}`}。`,
  education: (name, education) =>
    education === '' ? `${name}的记录中没有学历信息。` : `${name}的教育背景：${education}。`,
  contact: (name, email, phone) =>
    email === '' && phone === ''
      ? `${name}的记录中没有联系方式。`
      : `${name}的联系方式：邮箱 ${email || '未填写'}，电话 ${phone || '未填写'}。`,
  city: (name, city) => (city === '' ? `${name}的记录中没有所在城市。` : `${name}目前在${city}。`),
  title: (name, title) =>
    title === '' ? `${name}的记录中没有职位。` : `${name}目前的职位是${title}。`,
  summary: ({ name, title, city, years, skills, education, summary }) =>
    [
      `${name}${title === '' ? '' : `，${title}`}${city === '' ? '' : `，现居${city}`}`,
      years === null ? '' : `，${years}年经验`,
      skills.length === 0 ? '。' : `，主要技能：${skills.slice(0, 6).join('、')}。`,
      education === '' ? '' : `教育背景：${education}。`,
      summary,
    ].join(''),
  skillCheck: (name, has, lacks) =>
    [
      has.length === 0 ? '' : `${name}的记录表明其掌握${has.join('、')}。`,
      lacks.length === 0 ? '' : `记录中没有提到${lacks.join('、')}。`,
    ].join(''),
  fit: ({ name, title, years, isSameTrade, has, lacks, skills }) => {
    const basis = `从记录看，${name}目前是${title || '（职位未填写）'}${years === null ? '' : `，${years}年经验`}`
    const verdict =
      lacks.length === 0 && (isSameTrade || has.length > 0)
        ? '与所问方向吻合'
        : isSameTrade || has.length > 0
          ? '与所问方向部分吻合'
          : '与所问方向的直接证据不足'
    return [
      `${basis}，${verdict}。`,
      has.length === 0 ? `现有技能：${skills.join('、') || '未填写'}。` : `具备${has.join('、')}。`,
      lacks.length === 0 ? '' : `记录中没有${lacks.join('、')}。`,
    ].join('')
  },
  interview: (name, skills) =>
    skills.length === 0
      ? `${name}的记录中没有技能，无法据此拟定面试问题。`
      : `可以这样面试${name}：${skills.map((skill, index) => `${index + 1}）请讲一个你用${skill}解决的难题`).join('；')}。`,
  fallback: (name) =>
    `我只能根据${name}的记录回答技能、年限、学历、联系方式、城市和岗位适配等问题。目前的记录是：`,
}

const yearsText = (years: number) => `${years} year${years === 1 ? '' : 's'}`

const en: Sentences = {
  salary: 'salary',
  personal: 'age, gender or other personal details',
  availability: 'a start date',
  notRecorded: (name, what) =>
    `The record of ${name} does not mention ${what}; please ask directly.`,
  skills: (name, skills) =>
    skills.length === 0
      ? `The record of ${name} lists no skills.`
      : `${name} knows ${skills.join(', ')}.`,
  years: (name, years, title) =>
    years === null
      ? `The record of ${name} does not say how long they have worked.`
      : `${name} has ${yearsText(years)} of experience${title === '' ? '' : ` and works as ${title}`}.`,
  education: (name, education) =>
    education === ''
      ? `The record of ${name} has no education.`
      : `Education of ${name}: ${education}.`,
  contact: (name, email, phone) =>
    email === '' && phone === ''
      ? `The record of ${name} has no contact details.`
      : `Contact of ${name}: e-mail ${email || 'not given'}, phone ${phone || 'not given'}.`,
  city: (name, city) =>
    city === '' ? `The record of ${name} names no city.` : `${name} is based in ${city}.`,
  title: (name, title) =>
    title === '' ? `The record of ${name} has no title.` : `${name} currently works as ${title}.`,
  summary: ({ name, title, city, years, skills, education, summary }) =>
    [
      `${name}${title === '' ? '' : `, ${title}`}${city === '' ? '' : `, based in ${city}`}`,
      years === null ? '' : `, ${yearsText(years)} of experience`,
      skills.length === 0 ? '.' : `. Main skills: ${skills.slice(0, 6).join(', ')}.`,
      education === '' ? '' : ` Education: ${education}.`,
      summary === '' ? '' : ` ${summary}`,
    ].join(''),
  skillCheck: (name, has, lacks) =>
    [
      ...(has.length === 0 ? [] : [`The record shows that ${name} knows ${has.join(', ')}.`]),
      ...(lacks.length === 0 ? [] : [`It does not mention ${lacks.join(', ')}.`]),
    ].join(' '),
  fit: ({ name, title, years, isSameTrade, has, lacks, skills }) => {
    const basis = `By the record ${name} is ${title || 'without a title'}${years === null ? '' : ` with ${yearsText(years)} of experience`}`
    const verdict =
      lacks.length === 0 && (isSameTrade || has.length > 0)
        ? 'a good fit for what you ask'
        : isSameTrade || has.length > 0
          ? 'a partial fit for what you ask'
          : 'without direct evidence for what you ask'
    return [
      `${basis}: ${verdict}.`,
      has.length === 0
        ? `Skills on record: ${skills.join(', ') || 'none'}.`
        : `Brings ${has.join(', ')}.`,
      ...(lacks.length === 0 ? [] : [`Not on record: ${lacks.join(', ')}.`]),
    ].join(' ')
  },
  interview: (name, skills) =>
    skills.length === 0
      ? `The record of ${name} lists no skills to ask about.`
      : `Questions for ${name}: ${skills.map((skill, index) => `${index + 1}) which hard problem did you solve with ${skill}?`).join(' ')}`,
  fallback: (name) =>
    `I can answer from the record of ${name}: skills, years, education, contact, city and fit for a role. The record says:`,
}

/** The wording of both languages. */
export const sentences: Readonly<Record<RecordLanguage, Sentences>> = { zh, en }
