import { fieldsOf, type Fields } from '../../../electron/zervigo/wire'
import { inGroup } from '../defect'
import { after, at, json, jsonAnswer } from '../rules'

const defect = inGroup('matches')
const built = inGroup('matches', 'peer')
const noMatches = { 'api.matches': 'fail' } as const
const untrue = { 'data.matches': 'fail' } as const
const list = (change: (matches: Fields[]) => unknown) =>
  json(at.matches, (body) => ({
    ...body,
    matches: change(Array.isArray(body.matches) ? body.matches.map(fieldsOf) : []),
  }))
const scored = (change: (score: number, index: number) => number) =>
  list((matches) =>
    matches.map((match, index) => ({
      ...match,
      match_score: change(Number(match.match_score), index),
    })),
  )

// prettier-ignore
export const matches = [
  defect('empty', '匹配列表总是空的', 'The list of matches is always empty',
    { items: untrue, reason: 'EMPTY_LIST_STUB' },
    (p) => p.on('looma', json(at.matches, (body) => ({ ...body, matches: [], total: 0 })))),
  defect('unsorted', '匹配没有排序', 'The matches are not sorted',
    { items: untrue, reason: 'UNSORTED' },
    (p) => p.on('looma', list((all) => [...all].reverse()))),
  defect('invented-job', '匹配的职位不存在', 'A matched job does not exist',
    { items: untrue, reason: 'INVENTED_JOBS' },
    (p) => p.on('looma', list((all) => all.map((match, index) => (index === 1 ? { ...match, job_id: 990_001 } : match))))),
  built('invented-as-built', '现状系统：职位是编造的', 'The system as built: invented jobs',
    { items: untrue, reason: 'INVENTED_JOBS' },
    (p) => p.peer.set('looma', { matches: 'invented' })),
  defect('mixed-scale', '分数一半 0–1、一半 0–100', 'Scores mix 0–1 and 0–100',
    { items: untrue, reason: 'SCORES_MIXED' },
    (p) => p.on('looma', scored((score, index) => (index % 2 === 0 ? score * 100 : score)))),
  defect('mixed-but-sorted', '分数混用两种量纲，但恰好有序', 'Scores mix two scales and still look sorted',
    { items: untrue, reason: 'SCORES_MIXED' },
    (p) => p.on('looma', scored((score, index) => (index < 2 ? 90 - index : score)))),
  defect('out-of-range', '分数超过 100', 'A score is larger than 100',
    { items: untrue, reason: ['SCORES_MIXED', null], code: 'WRONG_SHAPE' },
    (p) => p.on('looma', scored((score, index) => (index === 0 ? 920 : score * 100)))),
  defect('negative', '分数为负', 'A score is negative',
    { items: untrue, reason: ['SCORES_MIXED', null], code: 'WRONG_SHAPE' },
    (p) => p.on('looma', list((all) => all.map((match, index) =>
      index === all.length - 1 ? { ...match, match_score: -0.5 } : match)))),
  defect('no-score', '匹配没有分数', 'A match has no score',
    { items: noMatches, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', list((all) => all.map(({ match_score: _, ...rest }) => rest)))),
  defect('not-synced', '“Talent not synced to Zervigo”', '“Talent not synced to Zervigo”',
    { items: noMatches, reason: 'NOT_SYNCED_STUB' },
    (p) => p.on('looma', after(at.matches, jsonAnswer(400, {
      success: false, error: 'Talent not synced to Zervigo',
    })))),
  built('not-synced-as-built', '现状系统：简历 id 查询是空壳', 'The system as built: the id look-up is a stub',
    { items: noMatches, reason: 'NOT_SYNCED_STUB' },
    (p) => p.peer.set('looma', { matches: 'built' })),
  defect('job-api-missing', '职位服务没有匹配接口', 'The job service has no match endpoint',
    { items: noMatches, reason: 'PATH_MISSING_BEHIND_LOOMA' },
    (p) => p.on('looma', after(at.matches, jsonAnswer(400, {
      success: false,
      error: `0, message='Attempt to decode JSON with unexpected mimetype: text/plain; charset=utf-8', url=URL('${p.url('job')}/api/jobs/match/resume_1')`,
    })))),
  defect('other-talent', '匹配是另一位人才的', 'The matches are another talent’s',
    { items: untrue, reason: ['OTHER_TALENT', null], code: ['DATA_MISMATCH', 'OFF_TOPIC'] },
    (p) => p.on('looma', json(at.matches, (body) => ({
      ...body, talent_id: 'somebody_else', resume_id: 'resume_999999',
    })))),
  defect('score-text', '分数是文字', 'A score is a word',
    { items: noMatches, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', list((all) => all.map((match) => ({ ...match, match_score: 'high' }))))),
]
