/** Names of what a service can be and of how a probe fails in Chinese. */
export const statesZh = {
  health: {
    healthy: '健康',
    degraded: '降级',
    unreachable: '不可达',
    failing: '异常',
    unknown: '未知',
  },
  process: {
    stopped: '已停止',
    starting: '启动中',
    running: '运行中',
    stopping: '停止中',
    failed: '已崩溃',
    external: '外部运行',
    project: '随 Zervigo 项目运行',
  },
  fault: {
    refused: '连接被拒绝',
    reset: '连接被重置',
    timeout: '超时',
    dns: '主机名无法解析',
    status: '状态码不对',
    shape: '应答格式不对',
    identity: '端口上是另一个服务',
    unhealthy: '服务自报不健康',
    slow: '过慢',
    other: '其他错误',
  },
}
