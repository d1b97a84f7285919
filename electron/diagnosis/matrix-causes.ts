import type { Bilingual } from '../../shared/domain/text'

const text = (zh: string, en: string): Bilingual => ({ zh, en })

/** Wording of what a permission matrix finds; `{name}` is replaced by a fact. */
export const matrixWording = {
  MATRIX_ALLOWED: {
    message: text(
      '账号 {account}（{role}）不应能访问 {endpoint}，却被允许了：HTTP {status}',
      'Account {account} ({role}) should not reach {endpoint}, but was let in: HTTP {status}',
    ),
    hint: text(
      '这是安全缺陷：检查该路由是否校验权限 {permission}，以及该角色实际拥有的权限。',
      'A security defect: check that this route asks for {permission}, and what the role really holds.',
    ),
  },
  MATRIX_DENIED: {
    message: text(
      '账号 {account}（{role}）应能访问 {endpoint}，却被拒绝：HTTP {status} {detail}',
      'Account {account} ({role}) should reach {endpoint}, but was refused: HTTP {status} {detail}',
    ),
    hint: text(
      '检查该角色是否拥有 {permission}，以及 Looma 的权限查询（user.id 与 user_id、权限接口、通配符）。',
      'Check that the role holds {permission}, and Looma’s own permission look-up (user.id against user_id, the permission endpoint, the wildcard).',
    ),
  },
  MATRIX_UNAUTHORIZED: {
    message: text(
      '{endpoint} 不接受账号 {account} 刚登录得到的 token：{detail}',
      '{endpoint} does not accept the token that account {account} just got: {detail}',
    ),
    hint: text(
      '检查 Looma 能否访问认证服务，以及两侧的 JWT 配置；权限尚未被检验。',
      'Check that Looma reaches the auth service and both sides agree on the JWT; the permission was not tried.',
    ),
  },
  MATRIX_UNPROVEN: {
    message: text(
      '{endpoint} 对账号 {account} 既没有成功也没有拒绝：HTTP {status} {detail}',
      '{endpoint} neither served nor refused account {account}: HTTP {status} {detail}',
    ),
    hint: text(
      '先让该接口能正常回答（例如先同步该人才），再检验权限。',
      'Make the endpoint answer first (sync the talent, for example), then try the permission again.',
    ),
  },
  MATRIX_NO_EXPECTATION: {
    message: text(
      '没有说明角色 {role} 是否应能访问 {endpoint}，无法判断',
      'Nothing says whether role {role} should reach {endpoint}, so this cannot be judged',
    ),
    hint: text(
      '在权限矩阵中为角色 {role} 选择“允许”或“拒绝”，然后重新运行。',
      'Choose allow or deny for role {role} in the permission matrix and run it again.',
    ),
  },
} as const
