import type { RunVerdict, Verdict } from '../../shared/domain/checklist'
import type { Bilingual } from '../../shared/domain/text'

const text = (zh: string, en: string): Bilingual => ({ zh, en })

/** A verdict's shape and words; the shape tells it without colour. */
export const verdictWords: Readonly<Record<Verdict, { mark: string; name: Bilingual }>> = {
  pass: { mark: '✔', name: text('通过', 'pass') },
  fail: { mark: '✘', name: text('失败', 'fail') },
  denied: { mark: '⊘', name: text('无权限', 'denied') },
  blocked: { mark: '⏸', name: text('被阻塞', 'blocked') },
  skipped: { mark: '↷', name: text('已跳过', 'skipped') },
  unknown: { mark: '?', name: text('未知', 'unknown') },
}

/** The verdict of a whole run in words. */
export const runVerdictWords: Readonly<Record<RunVerdict, Bilingual>> = {
  pass: text('通过', 'PASS'),
  fail: text('失败', 'FAIL'),
  incomplete: text('未完成', 'INCOMPLETE'),
}

/** Every fixed word of the reports. */
export const words = {
  title: text('Looma CRM 与 Zervigo 联调报告', 'Looma CRM and Zervigo joint-test report'),
  verdict: text('结论', 'Verdict'),
  passed: text('通过', 'passed'),
  failed: text('失败', 'failed'),
  unproven: text('未证实', 'unproven'),
  of: text('共', 'of'),
  rule: text(
    '计数规则：只有每条断言都成立才算通过；无权限、被阻塞、已跳过、未知都计为未证实。',
    'Counting rule: an item passes only when every assertion holds; denied, blocked, skipped and unknown count as unproven.',
  ),
  environment: text('环境', 'Environment'),
  profile: text('配置', 'Profile'),
  tester: text('测试人员', 'Tester'),
  account: text('账号', 'Account'),
  talent: text('人才', 'Talent'),
  started: text('开始', 'Started'),
  finished: text('结束', 'Finished'),
  version: text('控制台版本', 'Console'),
  item: text('测试项目', 'Item'),
  state: text('状态', 'State'),
  remark: text('备注', 'Remark'),
  duration: text('耗时', 'Duration'),
  cause: text('原因', 'Cause'),
  hint: text('下一步', 'Next step'),
  assertions: text('断言', 'Assertions'),
  expected: text('期望', 'Expected'),
  actual: text('实际', 'Actual'),
  calls: text('调用证据', 'Calls'),
  findings: text('发现', 'Findings'),
  service: text('服务', 'Service'),
  address: text('地址', 'Address'),
  health: text('健康', 'Health'),
  request: text('请求', 'Request'),
  response: text('响应', 'Response'),
  readOnly: text('只读运行', 'Read-only run'),
  reason: text('故障模式', 'Failure mode'),
  facts: text('依据', 'Facts'),
  rootCauses: text('根因', 'Root causes'),
  explains: text('解释', 'explains'),
  results: text('测试结果', 'Results'),
  gate: text('发布门禁', 'Release gate'),
  attempts: text('尝试', 'Attempts'),
  flaky: text('重试后通过', 'passed on a later attempt'),
  manual: text('人工', 'By hand'),
  manualRule: text(
    '人工结果只作旁证：人工“通过”不计入通过数。',
    'A result by hand only stands beside: a pass by hand never counts as passed.',
  ),
  notes: text('备注与附件', 'Notes and attachments'),
  attachment: text('附件', 'Attachment'),
  signOff: text('签署', 'Sign-off'),
  withdrawn: text('已撤回', 'withdrawn'),
  digest: text('摘要', 'Digest'),
  added: text('新增', 'added'),
  removed: text('缺少', 'removed'),
  changed: text('类型变化', 'type changed'),
  proven: text('已证实', 'proven'),
  likely: text('可能', 'likely'),
} as const
