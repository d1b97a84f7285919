import type { Cause } from '../../shared/domain/checklist'
import type { Bilingual } from '../../shared/domain/text'
import { matrixWording } from './matrix-causes'

type Confidence = Cause['confidence']
type Facts = Readonly<Record<string, string | number>>

interface CauseText {
  message: Bilingual
  hint: Bilingual
}

const text = (zh: string, en: string): Bilingual => ({ zh, en })

/** Wording of every cause; `{name}` is replaced by a fact. */
const wording = {
  SERVICE_DOWN: {
    message: text(
      '{service} 服务没有响应（{url}）：{detail}',
      'Service {service} does not answer ({url}): {detail}',
    ),
    hint: text(
      '启动 {service}，或检查端口与地址；然后重新运行。',
      'Start {service}, or check its port and address; then run again.',
    ),
  },
  SERVICE_TIMEOUT: {
    message: text(
      '{service} 超时未完成回答：{detail}',
      '{service} did not finish in time: {detail}',
    ),
    hint: text(
      '查看 {service} 的日志和依赖；它可能卡在下游调用上。',
      'Read the log of {service} and its dependencies; it may hang on a call of its own.',
    ),
  },
  SERVICE_UNHEALTHY: {
    message: text(
      '{service} 报告自身不健康：{detail}',
      '{service} reports itself unhealthy: {detail}',
    ),
    hint: text(
      '查看 {service} 的日志，修复后重试。',
      'Read the log of {service}, fix it and retry.',
    ),
  },
  WRONG_IDENTITY: {
    message: text(
      '{url} 上回答的是 {actual}，不是 {service}',
      '{url} is answered by {actual}, not by {service}',
    ),
    hint: text(
      '核对端口规划：另一个程序占用了该端口，或配置指向了错误的端口。',
      'Check the port plan: another program holds the port, or the profile points to the wrong one.',
    ),
  },
  NOT_JSON: {
    message: text(
      '{service} 的回答不是完整的 JSON：{detail}',
      'The answer of {service} is not complete JSON: {detail}',
    ),
    hint: text(
      '确认该地址是服务本身，而不是网关、前端页面或代理的错误页。',
      'Make sure the address is the service itself, not the error page of a gateway, front end or proxy.',
    ),
  },
  REDIRECTED: {
    message: text(
      '{service} 把请求重定向到别处：{detail}',
      '{service} redirects elsewhere: {detail}',
    ),
    hint: text('把配置中的地址改为最终地址。', 'Put the final address into the profile.'),
  },
  OVERSIZED: {
    message: text(
      '{service} 的回答超过上限：{detail}',
      'The answer of {service} is too large: {detail}',
    ),
    hint: text(
      '检查该接口是否返回了不该返回的数据。',
      'Check whether the endpoint returns what it should.',
    ),
  },
  BUSINESS_FAILURE: {
    message: text(
      'HTTP {status}，但内容是失败：{detail}',
      'HTTP {status}, but the body says failure: {detail}',
    ),
    hint: text(
      '以 success 字段为准；按服务给出的错误信息处理。',
      'Trust the success flag, not the status; follow the error the service gives.',
    ),
  },
  WRONG_STATUS: {
    message: text(
      '期望 HTTP {expected}，实际 {status}：{detail}',
      'Expected HTTP {expected}, got {status}: {detail}',
    ),
    hint: text(
      '打开调用证据，按服务端的错误信息处理。',
      'Open the call and follow the server’s own error.',
    ),
  },
  WRONG_SHAPE: {
    message: text(
      '回答的结构不符合约定：{detail}',
      'The answer does not have the agreed shape: {detail}',
    ),
    hint: text(
      '打开调用证据，对照接口文档。',
      'Open the call and compare it with the API document.',
    ),
  },
  NOT_ALLOWED: {
    message: text(
      '账号 {account}（{role}）没有权限 {permission}；认证服务确认了这一点',
      'Account {account} ({role}) lacks {permission}; the auth service confirms it',
    ),
    hint: text(
      '换用有权限的账号，或由管理员授予 {permission}。',
      'Use an account that has it, or have an administrator grant {permission}.',
    ),
  },
  DENIAL_UNPROVEN: {
    message: text(
      '请求被拒绝（权限 {permission}），但无法证明账号 {account} 确实没有该权限：{detail}',
      'Refused (permission {permission}), but it is not proven that account {account} lacks it: {detail}',
    ),
    hint: text(
      '这不是通过，也不一定是权限问题：检查 Looma 的权限查询（user.id 与 user_id、权限接口、通配符）。',
      'Not a pass, and perhaps no permission matter: check Looma’s own permission look-up (user.id against user_id, the permission endpoint, the wildcard).',
    ),
  },
  LOGIN_REFUSED: {
    message: text(
      '账号 {account} 登录被拒绝：{detail}',
      'Login of account {account} was refused: {detail}',
    ),
    hint: text('核对用户名和密码。', 'Check the user name and the password.'),
  },
  NO_CREDENTIALS: {
    message: text('没有登录账号，无法检查', 'Nobody is logged in, so this could not be checked'),
    hint: text(
      '在“登录”页登录；命令行请设置 LOOMA_USERNAME 和 LOOMA_PASSWORD。',
      'Log in on the Login page; on the command line set LOOMA_USERNAME and LOOMA_PASSWORD.',
    ),
  },
  TOKEN_BAD: {
    message: text(
      '登录得到的 token 不可用：{detail}',
      'The token from the login is not usable: {detail}',
    ),
    hint: text(
      '检查认证服务的签发配置和本机时间。',
      'Check how the auth service issues tokens, and the clock.',
    ),
  },
  TOKEN_REJECTED: {
    message: text(
      '认证服务不接受自己签发的 token：{detail}',
      'The auth service does not accept its own token: {detail}',
    ),
    hint: text(
      '检查 JWT 密钥是否在重启后改变，以及两侧是否一致。',
      'Check whether the JWT secret changed at a restart, and that both sides use the same.',
    ),
  },
  BAD_TOKEN_ACCEPTED: {
    message: text('认证服务接受了{kind}', 'The auth service accepts {kind}'),
    hint: text(
      '这是安全缺陷：检查签名校验。',
      'A security defect: check the signature verification.',
    ),
  },
  UNPROTECTED: {
    message: text(
      '{endpoint} 没有拒绝{kind}：HTTP {status}',
      '{endpoint} does not refuse {kind}: HTTP {status}',
    ),
    hint: text(
      '这是安全缺陷：检查该路由的认证中间件。',
      'A security defect: check the auth middleware of this route.',
    ),
  },
  REACHED_PERMISSIONS: {
    message: text(
      '{endpoint} 对{kind}回答 403：坏 token 走到了权限检查',
      '{endpoint} answers {kind} with 403: a bad token reached the permission check',
    ),
    hint: text(
      'Looma 把认证服务的“200 + success:false”当成了有效 token：先判断 success。',
      'Looma takes the auth service’s “200 + success:false” for a valid token: it must read success first.',
    ),
  },
  DATA_LEAK: {
    message: text(
      '{endpoint} 在拒绝时仍带出了数据：{detail}',
      '{endpoint} leaks data while refusing: {detail}',
    ),
    hint: text('错误回答只应包含错误信息。', 'An error answer must hold nothing but the error.'),
  },
  UNCLEAR_ERROR: {
    message: text(
      '{endpoint} 的错误回答不清楚：{detail}',
      'The error of {endpoint} is unclear: {detail}',
    ),
    hint: text(
      '错误应为 JSON，状态码正确，带错误说明，不含堆栈和密钥。',
      'An error should be JSON with the right status and an explanation, without stack trace or secret.',
    ),
  },
  STUB_ANSWER: {
    message: text(
      '回答是占位内容，不是真实结果：{detail}',
      'The answer is a placeholder, not a result: {detail}',
    ),
    hint: text(
      '该功能尚未真正实现；请服务方完成后再测。',
      'The function is not really there yet; test again once it is.',
    ),
  },
  NOT_STORED: {
    message: text(
      '返回的简历 {resumeId} 在简历服务中读不到：{detail}',
      'Resume {resumeId} cannot be read back from the resume service: {detail}',
    ),
    hint: text(
      '同步声称成功，但没有存下数据；检查简历服务的写入。',
      'The sync claims success but stored nothing; check the resume service’s writes.',
    ),
  },
  DATA_MISMATCH: {
    message: text('数据不一致：{detail}', 'The data differ: {detail}'),
    hint: text(
      '对照断言中的期望值与实际值，检查字段映射。',
      'Compare expected and actual in the assertions and check the field mapping.',
    ),
  },
  COUNTS_WRONG: {
    message: text('批量同步的计数不成立：{detail}', 'The bulk sync counts do not hold: {detail}'),
    hint: text(
      '查看 errors 列表；成功数加失败数必须等于总数。',
      'Read the errors list; successes plus failures must equal the total.',
    ),
  },
  NESTED_UNHEALTHY: {
    message: text(
      '顶层标志与内部不一致：{detail}',
      'The top-level flag and the nested parts do not agree: {detail}',
    ),
    hint: text('以每个服务自己的标志为准。', 'Trust each service’s own flag.'),
  },
  VIEWS_DISAGREE: {
    message: text(
      'Looma 的看法与直接探测不一致：{detail}',
      'Looma’s view and our own probes disagree: {detail}',
    ),
    hint: text(
      '检查 Looma 使用的服务地址（环境变量 ZERVIGO_*_URL）是否与本配置相同。',
      'Check whether the addresses Looma uses (ZERVIGO_*_URL) are those of this profile.',
    ),
  },
  CONFIG_WRONG: {
    message: text('配置有误：{detail}', 'The configuration is wrong: {detail}'),
    hint: text('按提示修改配置，然后重新运行。', 'Correct it as shown and run again.'),
  },
  NO_RESULTS: {
    message: text('没有任何结果：{detail}', 'There are no results: {detail}'),
    hint: text(
      '确认职位服务中有数据，且人才已同步。',
      'Make sure the job service has data and the talent is synced.',
    ),
  },
  OFF_TOPIC: {
    message: text('回答与该人才无关：{detail}', 'The answer is not about this talent: {detail}'),
    hint: text(
      '检查 AI 服务收到的上下文是否包含人才档案。',
      'Check whether the AI service receives the talent’s record.',
    ),
  },
  ...matrixWording,
  BLOCKED: {
    message: text('依赖的检查项 {item} 没有通过', 'Depends on {item}, which is not a pass'),
    hint: text('先解决 {item}。', 'Solve {item} first.'),
  },
  SKIPPED: {
    message: text('已跳过：{detail}', 'Left out: {detail}'),
    hint: text('需要时取消跳过并重新运行。', 'Run it again without the skip when needed.'),
  },
  NOT_CHOSEN: {
    message: text('本次运行没有选择该项', 'Not chosen for this run'),
    hint: text('运行全部检查项即可检验它。', 'Run every item to check it.'),
  },
  CANCELLED: {
    message: text('运行被取消，未能检查', 'The run was cancelled before this was checked'),
    hint: text('重新运行。', 'Run again.'),
  },
  MANUAL_FAIL: {
    message: text('{name} 人工判定为失败：{detail}', 'Judged a failure by {name}: {detail}'),
    hint: text(
      '查看该项的备注与附件；问题解决后撤回人工结论并重试。',
      'Read the notes and attachments of the item; take the judgement back once it is solved.',
    ),
  },
  CONSOLE_ERROR: {
    message: text('控制台自身出错，未能检查：{detail}', 'The console itself failed: {detail}'),
    hint: text(
      '这不是被测系统的结论；请附上控制台日志报告。',
      'This says nothing about the system; report it with the console’s log.',
    ),
  },
} as const satisfies Record<string, CauseText>

/** Every code a cause can carry. */
export type CauseCode = keyof typeof wording

/** Builds a cause with its wording in both languages. */
export function cause(
  code: CauseCode,
  facts: Facts = {},
  confidence: Confidence = 'proven',
): Cause {
  const { message, hint } = wording[code]
  return {
    code,
    reason: null,
    message: filled(message, facts),
    hint: filled(hint, facts),
    confidence,
    facts: [],
    action: null,
  }
}

/** Puts facts into the slots of a text; a slot without a fact stays as it is. */
export function filled(template: Bilingual, facts: Facts): Bilingual {
  const fill = (line: string) =>
    line.replace(/\{(\w+)\}/g, (slot, name: string) =>
      Object.hasOwn(facts, name) ? String(facts[name]) : slot,
    )
  return text(fill(template.zh), fill(template.en))
}
