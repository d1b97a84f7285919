import { inGroup } from '../defect'
import { after, at, jsonAnswer } from '../rules'

const defect = inGroup('bulk sync')
const built = inGroup('bulk sync', 'peer')
const items = { 'api.sync-all': 'fail' } as const
const counts = (total: unknown, successful: unknown, failed: unknown, errors: unknown[] = []) =>
  after(
    at.syncAll,
    jsonAnswer(200, { success: true, results: { total, successful, failed, errors } }),
  )

// prettier-ignore
export const bulkSync = [
  defect('some-failed', '有人才同步失败，顶层仍成功', 'Some talents failed under a top-level success',
    { items, reason: 'SOME_FAILED' },
    (p) => p.on('looma', counts(40, 38, 2, [{ talent_id: 't7', error: '简历服务超时' }, { talent_id: 't9', error: '简历服务超时' }]))),
  defect('do-not-add', '成功数加失败数不等于总数', 'The counts do not add up',
    { items, reason: 'COUNTS_DO_NOT_ADD' },
    (p) => p.on('looma', counts(40, 31, 0))),
  built('miscounted', '现状系统：计数不成立', 'The system as built: counts that do not add up',
    { items, reason: 'COUNTS_DO_NOT_ADD' },
    (p) => p.peer.set('looma', { syncAll: 'miscounted' })),
  defect('attribute-error', "'UnifiedDataAccess' object has no attribute …", "'UnifiedDataAccess' object has no attribute …",
    { items, reason: 'METHOD_MISSING' },
    (p) => p.on('looma', after(at.syncAll, jsonAnswer(400, {
      success: false, error: "'UnifiedDataAccess' object has no attribute 'get_all_talents'",
    })))),
  defect('nothing', '总数为 0', 'A total of 0',
    { items, reason: ['EMPTY_LIST_STUB', null], code: 'NO_RESULTS' },
    (p) => p.on('looma', counts(0, 0, 0))),
  defect('errors-beside-zero', 'failed 为 0，errors 却有内容', 'Errors beside failed: 0',
    { items, reason: 'SOME_FAILED' },
    (p) => p.on('looma', counts(40, 40, 0, [{ talent_id: 't3', error: 'boom' }]))),
  defect('negative', '计数为负', 'A negative count',
    { items, reason: ['COUNTS_DO_NOT_ADD', null], code: ['COUNTS_WRONG', 'WRONG_SHAPE'] },
    (p) => p.on('looma', counts(40, 41, -1))),
  defect('no-numbers', '计数不是数字', 'The counts are no numbers',
    { items, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('looma', counts('all', 'all', 'none'))),
]
