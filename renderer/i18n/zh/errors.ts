/** What each error code means and what to do next, in Chinese. */
export const errorsZh = {
  invalid: {
    cause: '输入不合要求。',
    next: '检查填写的内容后再试。',
  },
  rejected: {
    cause: '控制台拒绝了这个请求。',
    next: '重新载入窗口；若仍出现，请附上技术细节反馈。',
  },
  internal: {
    cause: '控制台内部出错。',
    next: '再试一次；若仍出现，请查看数据文件夹中的日志。',
  },
  unreachable: {
    cause: '连接不上服务。',
    next: '在“服务”中确认它已启动、地址和端口正确。',
  },
  timeout: {
    cause: '服务没有在期限内回答。',
    next: '查看服务日志，或在环境文件中放宽超时后重试。',
  },
  aborted: {
    cause: '操作已取消。',
    next: '需要时重新执行即可。',
  },
  malformed: {
    cause: '服务的应答无法理解（不是预期的 JSON）。',
    next: '查看调用中的应答正文，常见原因是网关返回了 HTML 错误页。',
  },
  oversized: {
    cause: '应答超过允许的大小，已中止。',
    next: '查看调用详情，确认地址指向正确的服务。',
  },
  redirected: {
    cause: '服务要求跳转到别处，控制台不跟随以免泄露令牌。',
    next: '把环境中的地址改为最终地址。',
  },
  refused: {
    cause: '服务回答了，但表示操作没有成功。',
    next: '查看调用中的应答内容，按其中的原因处理。',
  },
  unauthorized: {
    cause: '令牌没有被接受（401）。',
    next: '重新登录；认证服务重启后旧令牌会失效。',
  },
  denied: {
    cause: '当前账号没有这个权限（403）。',
    next: '换用有权限的账号，或在“登录”中查看当前角色和权限。',
  },
  missing: {
    cause: '对象不存在（404）。',
    next: '确认 ID 正确；它可能已被删除，或服务版本没有这个接口。',
  },
  upstream: {
    cause: '服务内部出错（5xx）。',
    next: '查看该服务的日志，修复后重试。',
  },
  session: {
    cause: '还没有登录。',
    next: '先在“登录”中登录，再回来重试。',
  },
  credentials: {
    cause: '用户名或密码不对。',
    next: '检查大小写后重试；内置环境可以一键填入测试用户。',
  },
  expired: {
    cause: '令牌已过期。',
    next: '重新登录，或换一个未过期的令牌。',
  },
  profile: {
    cause: '环境文件有问题。',
    next: '在“设置”中查看每个问题的位置、当前值和允许的值。',
  },
  port: {
    cause: '端口被其他程序占用。',
    next: '关闭占用者，或改用空闲端口。',
  },
  process: {
    cause: '服务进程没有按要求启动或停止。',
    next: '打开该服务的日志，查看最后几行输出。',
  },
  storage: {
    cause: '本机数据读写失败。',
    next: '检查磁盘空间和数据文件夹的权限。',
  },
  busy: {
    cause: '已有同类操作正在进行。',
    next: '等它结束，或先取消它。',
  },
  unsupported: {
    cause: '当前环境不支持这个操作。',
    next: '换用支持它的环境，例如内置环境。',
  },
  leak: {
    cause: '要写出的内容里有仍然有效的密码或令牌，因此什么都没有写出。',
    next: '技术细节里写明了文件和位置；请去掉那里的密码或令牌后重试。',
  },
}
