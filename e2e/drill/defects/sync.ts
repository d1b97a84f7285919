import { inGroup } from '../defect'
import { after, at, byConsole, instead, json, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('sync')
const built = inGroup('sync', 'peer')
const unsynced = { 'api.sync': 'fail' } as const
// Which of the two items notices is the engine's choice.
const unread = { 'api.sync': ['fail', 'pass'], 'data.talent-synced': ['fail', 'blocked'] } as const
const untrue = { 'data.talent-synced': 'fail' } as const
const synced = (value: unknown, status = 200) => after(at.sync, jsonAnswer(status, value))
const mimetype = (url: string) =>
  `0, message='Attempt to decode JSON with unexpected mimetype: text/plain; charset=utf-8', url=URL('${url}')`

// prettier-ignore
export const sync = [
  defect('null-id', '同步成功，简历 id 为 null', 'Sync succeeds with a null resume id',
    { items: unsynced, reason: 'ID_NOT_RETURNED' },
    (p) => p.on('looma', json(at.sync, (body) => ({ ...body, zervigo_resume_id: null })))),
  defect('no-id', '同步成功，没有简历 id', 'Sync succeeds without a resume id',
    { items: unsynced, reason: 'ID_NOT_RETURNED' },
    (p) => p.on('looma', synced({ success: true, message: 'Talent synced to Zervigo successfully' }))),
  defect('unreadable-id', '返回的简历 id 读不到', 'The resume id cannot be read back',
    { items: unread, reason: 'RESUME_UNREADABLE' },
    (p) => p.on('looma', json(at.sync, (body) => ({ ...body, zervigo_resume_id: 'resume_999999' })))),
  built('forgetful', '简历服务回了 id 却没有存', 'The resume service answers an id and stores nothing',
    { items: unread, reason: 'RESUME_UNREADABLE' },
    (p) => p.peer.set('resume', { api: 'forgetful' })),
  defect('other-talent', '返回的是另一位人才的简历', 'The resume is another talent’s',
    { items: untrue, reason: 'OTHER_TALENT' },
    (p) => p.on('resume', json(byConsole(at.resume), (body) => {
      const data = typeof body.data === 'object' ? body.data : {}
      return { ...body, data: { ...data, talent_id: 'somebody_else', name: '另一位', email: 'other@example.com' } }
    }))),
  defect('empty-resume', '简历存成了空字段', 'The resume was stored with empty fields',
    { items: untrue, reason: 'EMPTY_RESUME' },
    (p) => p.on('resume', json(byConsole(at.resume), (body) => {
      const data = typeof body.data === 'object' ? body.data : {}
      const empty = { name: '', email: '', phone: '', title: '', city: '', years: null, experience: '', education: '', skills: [], summary: '' }
      return { ...body, data: { ...data, ...empty } }
    }))),
  built('reads-basic', 'Looma 读 talent.basic.*，存下的全是空', 'Looma reads talent.basic.* and stores nothing but blanks',
    { items: unread, reason: ['EMPTY_RESUME', 'ID_NOT_RETURNED', 'FIELD_DIFFERS'] },
    (p) => p.peer.set('looma', { sync: 'built' })),
  defect('failure-in-200', 'HTTP 200，success 为 false', 'HTTP 200 with success: false',
    { items: unsynced, reason: null, code: 'BUSINESS_FAILURE' },
    (p) => p.on('looma', synced({ success: false, error: '简历服务拒绝写入' }))),
  defect('stub-sentence', '“同步功能正在开发中”', '“Sync is under development”',
    { items: unsynced, reason: ['STUB_SENTENCE', 'ID_NOT_RETURNED'] },
    (p) => p.on('looma', synced({ success: true, message: '人才同步功能正在开发中' }))),
  defect('path-missing-behind', '简历服务没有 /api/resumes', 'The resume service has no /api/resumes',
    { items: unsynced, reason: 'PATH_MISSING_BEHIND_LOOMA' },
    (p) => p.on('looma', synced({ success: false, error: mimetype(`${p.url('resume')}/api/resumes`) }, 400))),
  built('resume-api-absent', '简历服务没有 Looma 调用的接口（现状）', 'The resume service lacks what Looma calls, as built',
    { items: unsynced, reason: 'PATH_MISSING_BEHIND_LOOMA' },
    (p) => p.peer.set('resume', { api: 'absent' })),
  defect('method-not-allowed', '同步接口不接受 POST', 'Sync does not accept POST',
    { items: unsynced, reason: ['METHOD_MISSING', null], code: 'WRONG_STATUS' },
    (p) => p.on('looma', synced({ success: false, error: '请求方法不支持', code: 'METHOD_NOT_ALLOWED' }, 405))),
  defect('crash', '同步接口内部错误', 'Sync ends in an internal error',
    { items: unsynced, reason: 'CRASHED_HANDLER' },
    (p) => p.on('looma', synced({ error: '同步异常', message: "'NoneType' object has no attribute 'get'" }, 500))),
  defect('talent-invented', 'Looma 的人才档案是编造的', 'Looma’s talent record is invented',
    { items: untrue, reason: ['INVENTED_TALENT', 'UNKNOWN_TALENT_INVENTED'] },
    (p) => p.on('looma', json(at.talent, (body) => {
      const talent = typeof body.talent === 'object' ? body.talent : {}
      return { ...body, talent: { ...talent, source: 'default' } }
    }))),
  defect('readback-text', '读回简历得到纯文本 404', 'Reading the resume back gives a plain-text 404',
    { items: unread, reason: 'RESUME_UNREADABLE' },
    (p) => p.on('resume', instead(byConsole(at.resume), textAnswer(404, '404 page not found\n')))),
  defect('readback-500', '读回简历得到 500', 'Reading the resume back gives 500',
    { items: unread, reason: ['CRASHED_HANDLER', null], code: ['WRONG_STATUS', 'NOT_STORED'] },
    (p) => p.on('resume', instead(byConsole(at.resume), jsonAnswer(500, { success: false, error: 'database is locked' })))),
]
