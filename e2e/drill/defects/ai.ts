import { fieldsOf, type Fields } from '../../../electron/zervigo/wire'
import { inGroup } from '../defect'
import { after, at, json, jsonAnswer, textAnswer } from '../rules'
import type { Seen } from '../proxy'

const defect = inGroup('ai')
const built = inGroup('ai', 'peer')
const noResult = { 'api.ai-process': 'fail' } as const
const badResult = { 'data.ai-result': 'fail' } as const
// Which of the two items notices is the engine's choice.
const eitherBad = {
  'api.ai-process': ['fail', 'pass'],
  'data.ai-result': ['fail', 'blocked'],
} as const
const vectors = (change: (list: unknown[], seen: Seen) => unknown) =>
  json(at.aiProcess, (body, seen) => ({
    ...body,
    vectors: change(Array.isArray(body.vectors) ? body.vectors : [], seen),
  }))
const processed = (change: (data: Fields) => unknown) =>
  json(at.aiProcess, (body) => ({ ...body, processed_data: change(fieldsOf(body.processed_data)) }))

// prettier-ignore
export const ai = [
  defect('null-vectors', '向量为 null', 'The vectors are null',
    { items: noResult, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', vectors(() => null))),
  defect('empty-vectors', '向量是空列表', 'The vector is an empty list',
    { items: eitherBad, reason: ['VECTOR_ZERO', 'VECTOR_NOT_FINITE', null], code: 'WRONG_SHAPE' },
    (p) => p.on('looma', vectors(() => []))),
  defect('zero-vector', '向量全是零', 'The vector is all zero',
    { items: badResult, reason: 'VECTOR_ZERO' },
    (p) => p.on('looma', vectors((list) => list.map(() => 0)))),
  defect('nan', '向量里有 NaN（JSON 无效）', 'The vector holds NaN, which is no JSON',
    { items: eitherBad, reason: ['VECTOR_NOT_FINITE'] },
    (p) => p.on('looma', after(at.aiProcess, (answer) => textAnswer(200,
      answer.body.toString('utf8').replace(/"vectors":\[[^,\]]+/, '"vectors":[NaN'), 'application/json')))),
  defect('infinity', '向量里有无穷大', 'The vector holds an infinite number',
    { items: eitherBad, reason: 'VECTOR_NOT_FINITE' },
    (p) => p.on('looma', after(at.aiProcess, (answer) => textAnswer(200,
      answer.body.toString('utf8').replace(/"vectors":\[[^,\]]+/, '"vectors":[1e999'), 'application/json')))),
  defect('null-inside', '向量里有 null', 'The vector holds a null',
    { items: eitherBad, reason: ['VECTOR_NOT_FINITE', null], code: 'WRONG_SHAPE' },
    (p) => p.on('looma', vectors((list) => [null, ...list.slice(1)]))),
  defect('unstable', '向量长度每次不同', 'The vector length changes from call to call',
    { items: badResult, reason: 'VECTOR_UNSTABLE' },
    (p) => {
      let calls = 0
      p.on('looma', vectors((list) => {
        calls += 1
        return list.slice(0, list.length - calls)
      }))
    }),
  defect('stub', '“简历分析功能正在开发中”', '“Resume analysis is under development”',
    { items: noResult, reason: 'STUB_SENTENCE' },
    (p) => p.on('looma', after(at.aiProcess, jsonAnswer(200, {
      success: true, message: '简历分析功能正在开发中', user_id: 1,
    })))),
  defect('null-result', '处理结果为 null', 'processed_data is null',
    { items: noResult, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', processed(() => null))),
  defect('empty-result', '处理结果是空对象', 'processed_data is empty',
    { items: badResult, reason: null, code: ['WRONG_SHAPE', 'OFF_TOPIC'] },
    (p) => p.on('looma', processed(() => ({})))),
  defect('other-talent', '结果是关于另一位人才的', 'The result is about another talent',
    { items: badResult, reason: ['OTHER_TALENT', null], code: 'OFF_TOPIC' },
    (p) => p.on('looma', processed(() => ({
      talent_id: 'somebody_else', skills: [{ name: 'Falconry' }, { name: 'Glassblowing' }],
      skill_names: ['Falconry', 'Glassblowing'], years: 31, level: 'senior', summary: 'Keeps falcons.',
    })))),
  defect('canned-result', '固定结果，只回显了人才 id', 'A canned result that only echoes the talent’s id',
    { items: badResult, reason: ['OTHER_TALENT', 'STUB_SENTENCE', null], code: ['OFF_TOPIC', 'DATA_MISMATCH', 'STUB_ANSWER'] },
    (p) => p.on('looma', processed(({ talent_id }) => ({
      talent_id, skills: [{ name: 'Falconry' }, { name: 'Glassblowing' }],
      skill_names: ['Falconry', 'Glassblowing'], years: 31, level: 'senior', summary: 'Keeps falcons.',
    })))),
  built('zero-as-built', '现状系统：零向量', 'The system as built: a vector of zeros',
    { items: badResult, reason: 'VECTOR_ZERO' },
    (p) => p.peer.set('looma', { aiProcess: 'zero' })),
  built('api-absent', 'AI 服务没有 Looma 调用的接口（现状）', 'The AI service lacks what Looma calls, as built',
    { items: { ...noResult, 'api.chat': 'fail' }, reason: 'PATH_MISSING_BEHIND_LOOMA' },
    (p) => p.peer.set('ai', { api: 'absent' })),
  defect('vectors-failed', '第二步失败：生成向量出错', 'The second step fails: no vectors',
    { items: noResult, reason: null, code: ['WRONG_STATUS', 'BUSINESS_FAILURE'] },
    (p) => p.on('looma', after(at.aiProcess, jsonAnswer(400, {
      success: false, error: 'Vector generation failed: model not loaded',
    })))),
]
