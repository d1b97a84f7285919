import { fieldsOf, type Fields } from '../../../electron/zervigo/wire'
import { inGroup, type Planting } from '../defect'
import { after, at, htmlAnswer, json, jsonAnswer, parsed } from '../rules'
import type { Seen } from '../proxy'

const defect = inGroup('chat')
const built = inGroup('chat', 'peer')
const noAnswer = { 'api.chat': 'fail' } as const
const untrue = { 'data.chat': 'fail' } as const
// Which of the two items notices is the engine's choice.
const eitherBad = { 'api.chat': ['fail', 'pass'], 'data.chat': ['fail', 'blocked'] } as const
const says = (answer: (question: string) => unknown) =>
  json(at.chat, (body, { body: sent }) => ({
    ...body,
    response: answer(String(parsed(sent).message)),
  }))

/** A talent as the healthy system knows it. */
async function talentOf(p: Planting, id: string): Promise<Fields> {
  const answer = await fetch(`${p.url('looma')}/api/talents/${encodeURIComponent(id)}`)
  return fieldsOf(fieldsOf(await answer.json()).talent)
}
const isSecond = ({ body }: Seen) => String(parsed(body).message).startsWith('How many')
const second = { ...at.chat, when: isSecond }

// prettier-ignore
export const chat = [
  defect('null', '回答为 null', 'The response is null',
    { items: noAnswer, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', says(() => null))),
  defect('blank', '回答只有空格', 'The response is blank',
    { items: noAnswer, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', says(() => '   \n '))),
  defect('stub', '“AI聊天功能正在开发中”', '“AI chat is under development”',
    { items: noAnswer, reason: 'STUB_SENTENCE' },
    (p) => p.on('looma', says(() => 'AI聊天功能正在开发中'))),
  defect('html', '回答里是一个错误页', 'The response is an error page',
    { items: eitherBad, reason: ['CHAT_FALLBACK', 'HTML_PAGE'] },
    (p) => p.on('looma', says(() => '<!doctype html><title>502 Bad Gateway</title>'))),
  defect('off-topic', '回答与人才无关', 'The response is small talk',
    { items: eitherBad, reason: 'CHAT_OFF_TOPIC' },
    (p) => p.on('looma', says(() => 'Good question! I am an assistant and happy to help you with anything.'))),
  built('off-topic-as-built', '现状系统：回答与人才无关', 'The system as built: an answer about nobody',
    { items: eitherBad, reason: 'CHAT_OFF_TOPIC' },
    (p) => p.peer.set('looma', { chat: 'off-topic' })),
  defect('echo', '聊天只是重复问题', 'The chat only echoes the question',
    { items: eitherBad, reason: ['CHAT_OFF_TOPIC', 'CHAT_FALLBACK'] },
    (p) => p.on('looma', says((question) => question))),
  defect('apology', '回答是“抱歉，请稍后再试”', 'The response is an apology',
    { items: eitherBad, reason: 'CHAT_FALLBACK' },
    (p) => p.on('looma', says(() => '抱歉，我暂时无法回答这个问题，请稍后再试。'))),
  defect('apology-with-question', '道歉并重复问题', 'An apology that repeats the question',
    { items: eitherBad, reason: 'CHAT_FALLBACK' },
    (p) => p.on('looma', says((question) => `抱歉，服务繁忙，暂时无法回答：${question}`))),
  defect('error-as-answer', '把错误文字当成回答', 'An error text in place of an answer',
    { items: eitherBad, reason: 'CHAT_FALLBACK' },
    (p) => p.on('looma', says((question) => `Error: model timed out after 30 s while answering "${question}"`))),
  defect('second-crashes', '第二条消息出错', 'The second message fails',
    { items: untrue, reason: ['CRASHED_HANDLER', null], code: 'WRONG_STATUS' },
    (p) => p.on('looma', after(second, jsonAnswer(500, { error: 'AI聊天异常', message: 'list index out of range' })))),
  defect('second-blank', '第二条消息回答为空', 'The second message is answered with nothing',
    { items: untrue, reason: ['CHAT_FALLBACK', null], code: ['STUB_ANSWER', 'WRONG_SHAPE'] },
    (p) => p.on('looma', after(second, jsonAnswer(200, { success: true, response: '' })))),
  defect('second-page', '第二条消息得到网页', 'The second message is answered with a page',
    { items: untrue, reason: 'HTML_PAGE' },
    (p) => p.on('looma', after(second, htmlAnswer(502, '502 Bad Gateway')))),
  built('null-as-built', '现状系统：response 为 null', 'The system as built: response null',
    { items: noAnswer, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.peer.set('looma', { chat: 'null-response' })),
  defect('canned', '两个问题得到同一句套话', 'Two questions get one and the same canned sentence',
    { items: eitherBad, reason: ['CHAT_FALLBACK', 'CHAT_OFF_TOPIC'] },
    async (p) => {
      const { name } = await talentOf(p, p.run.talentId)
      p.on('looma', says(() => `您好，我是 AI 助手，很高兴为您介绍${String(name)}，请问有什么可以帮您？`))
    }),
  defect('other-talent', '回答说的是另一位人才', 'The answer is about another talent of the system',
    { items: eitherBad, reason: ['OTHER_TALENT', 'CHAT_OFF_TOPIC'] },
    async (p) => {
      const other = await talentOf(p, 'test123')
      const mine = await talentOf(p, p.run.talentId)
      const shared = Array.isArray(mine.skills) ? String(mine.skills[0]) : ''
      p.on('looma', says(() =>
        `${String(other.name)}是一位${String(other.title)}，有 ${String(other.years)} 年经验，熟悉 ${shared}。`))
    }),
]
