import { languageOf, yearsIn } from '../matching/extract'
import { findSkills, knownSkills, skillName, type RecordLanguage } from '../matching/skills'
import type { SkillId } from '../matching/skill-table'
import { sentences, type Sentences } from './sentences'
import type { ChatTurn, GroundedAnswer, TalentFacts } from './talent-facts'

interface Reply {
  text: string
  sources: string[]
}

interface Intent {
  pattern: RegExp
  reply(talent: TalentFacts, say: Sentences, question: string): Reply
}

const from = (text: string, ...sources: string[]): Reply => ({ text, sources })

/** Tried in this order; every one that fits adds its sentence. */
const intents: readonly Intent[] = [
  {
    pattern: /薪|工资|待遇|年包|\b(salar(y|ies)|wage|pay|compensation package)\b/i,
    reply: (talent, say) => from(say.notRecorded(talent.name, say.salary)),
  },
  {
    pattern: /年龄|几岁|多大|性别|婚|\b(age|old|gender|married|birthday)\b/i,
    reply: (talent, say) => from(say.notRecorded(talent.name, say.personal)),
  },
  {
    pattern:
      /到岗|离职|何时入职|\b(notice period|start date|available to start|when can (he|she|they) start)\b/i,
    reply: (talent, say) => from(say.notRecorded(talent.name, say.availability)),
  },
  {
    pattern:
      /适合|胜任|匹配|合适|推荐.*(岗位|职位)|\b(fit|suitable|suited|qualified|good for|match for)\b/i,
    reply: fitReply,
  },
  {
    pattern: /面试|\binterview\b/i,
    reply: (talent, say) => from(say.interview(talent.name, talent.skills.slice(0, 3)), 'skills'),
  },
  {
    pattern:
      /技能|技术栈|擅长|会什么|会哪些|掌握|优势|\b(skills?|tech stack|technolog|good at|strengths?|tools)/i,
    reply: (talent, say) => from(say.skills(talent.name, talent.skills), 'skills'),
  },
  {
    pattern: /几年|多少年|多久|年限|经验|资历|\b(years?|how long|experienced?|seniority)\b/i,
    reply: (talent, say) =>
      from(say.years(talent.name, yearsOf(talent), talent.title), 'years', 'title'),
  },
  {
    pattern:
      /学历|教育|毕业|学校|专业|大学|\b(education|degree|university|stud(y|ied)|graduated?|school)\b/i,
    reply: (talent, say) => from(say.education(talent.name, talent.education), 'education'),
  },
  {
    pattern: /联系|邮箱|电话|手机|\b(contact|e-?mail|phone|reach|call)\b/i,
    reply: (talent, say) =>
      from(say.contact(talent.name, talent.email, talent.phone), 'email', 'phone'),
  },
  {
    pattern: /城市|哪里|在哪|住|地点|base|\b(where|city|located?|location|lives?)\b/i,
    reply: (talent, say) => from(say.city(talent.name, talent.city), 'city'),
  },
  {
    pattern:
      /职位|头衔|岗位是|做什么|什么工作|\b(job title|title|position|role|does (he|she|they) do)\b/i,
    reply: titleReply,
  },
]

const summaryPattern =
  /介绍|简介|概况|总结|说说|讲讲|是谁|怎么样|\b(tell me about|summar(y|ise|ize)|introduce|who is|overview|describe|about this)\b/i

/** Answers a question about a talent from the record alone, in the language of the question. */
export function answerFromRecord(
  question: string,
  talent: TalentFacts,
  history: readonly ChatTurn[],
): GroundedAnswer {
  const language = languageOf(question)
  const say = sentences[language]
  const replies = repliesTo(question, talent, say, language)
  if (replies.length === 0 && isFollowUp(question)) {
    const previous = [...history].reverse().find(({ role }) => role === 'user')
    if (previous !== undefined) {
      replies.push(...repliesTo(previous.content, talent, say, language))
    }
  }
  if (replies.length === 0)
    replies.push(from(say.fallback(talent.name), 'name'), summary(talent, say))
  return {
    response: replies.map(({ text }) => text).join(language === 'zh' ? '' : ' '),
    sources: [...new Set(replies.flatMap(({ sources }) => sources))],
  }
}

function repliesTo(
  question: string,
  talent: TalentFacts,
  say: Sentences,
  language: RecordLanguage,
): Reply[] {
  const asked = [...findSkills(question).keys()]
  const replies = summaryPattern.test(question) ? [summary(talent, say)] : []
  const fitting = intents.filter(({ pattern }) => pattern.test(question))
  const isFit = fitting.some(({ reply }) => reply === fitReply)
  for (const { reply } of fitting) {
    // Whether someone fits a role already says what the role of today is.
    if (!isFit || reply !== titleReply) replies.push(reply(talent, say, question))
  }
  if (asked.length > 0 && !isFit) replies.push(skillCheck(talent, say, asked, language))
  return replies
}

/** A short question that only makes sense after the one before. */
function isFollowUp(question: string): boolean {
  return (
    question.trim().length <= 12 &&
    /呢|还有|然后|继续|\b(more|else|and|why|go on)\b/i.test(question)
  )
}

function summary(talent: TalentFacts, say: Sentences): Reply {
  const text = say.summary({ ...talent, years: yearsOf(talent) })
  return from(text, 'name', 'title', 'years', 'skills', 'education', 'summary')
}

function skillCheck(
  talent: TalentFacts,
  say: Sentences,
  asked: readonly SkillId[],
  language: RecordLanguage,
): Reply {
  const own = ownSkills(talent)
  const names = (ids: readonly SkillId[]) => ids.map((id) => skillName(id, language))
  const has = asked.filter((id) => own.has(id))
  const lacks = asked.filter((id) => !own.has(id))
  return from(say.skillCheck(talent.name, names(has), names(lacks)), 'skills', 'summary')
}

function fitReply(talent: TalentFacts, say: Sentences, question: string): Reply {
  const language = languageOf(question)
  const own = ownSkills(talent)
  const asked = [...findSkills(question).keys()]
  const names = (ids: readonly SkillId[]) => ids.map((id) => skillName(id, language))
  const text = say.fit({
    name: talent.name,
    title: talent.title,
    years: yearsOf(talent),
    isSameTrade: sharesTrade(question, talent.title),
    has: names(asked.filter((id) => own.has(id))),
    lacks: names(asked.filter((id) => !own.has(id))),
    skills: talent.skills.slice(0, 5),
  })
  return from(text, 'title', 'years', 'skills')
}

/** Everyday words of titles, which say nothing about the trade. */
const commonWords = new Set([
  'engineer',
  'senior',
  'junior',
  'lead',
  'manager',
  'specialist',
  'developer',
])

function sharesTrade(question: string, title: string): boolean {
  const asked = question.toLowerCase()
  const words = (title.toLowerCase().match(/[a-z+#.]{2,}/g) ?? []).filter(
    (word) => !commonWords.has(word),
  )
  const pairs = [
    ...title
      .replace(/高级|初级|负责人|工程师|开发|经理|专员/g, ' ')
      .matchAll(/\p{Script=Han}{2}/gu),
  ]
  return words.some((word) => asked.includes(word)) || pairs.some(([pair]) => asked.includes(pair))
}

function titleReply(talent: TalentFacts, say: Sentences): Reply {
  return from(say.title(talent.name, talent.title), 'title')
}

function ownSkills(talent: TalentFacts): Set<SkillId> {
  return new Set([...knownSkills(talent.skills), ...findSkills(talent.summary).keys()])
}

function yearsOf(talent: TalentFacts): number | null {
  return talent.years ?? yearsIn(talent.experience)
}
