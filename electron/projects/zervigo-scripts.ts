import { known, knownTraps as traps } from './known-traps'
import type { KnownScript } from './script-catalogue'

const smartStart = [traps.fixedRoot, traps.startsDatabases]

/** The scripts of the Zervigo trees (UPSTREAM 4.1, 4.2, 4.4). */
export const zervigoScripts: readonly KnownScript[] = [
  known(
    'safe-startup.sh',
    'start',
    {
      zh: '按顺序启动基础设施、网关、业务服务、认证和 AI，第一个失败就以 1 退出',
      en: 'Starts infrastructure, gateway, business services, auth and AI in order, and exits 1 at the first failure',
    },
    {
      family: 'safe',
      risk: 1,
      warnings: [
        {
          zh: '没有 --status 参数：指南里的 safe-startup.sh --status 会启动全部服务，不是查看状态',
          en: 'Knows no --status: what the guide gives as a status query STARTS everything',
        },
      ],
    },
  ),
  known(
    'smart-startup.sh',
    'start',
    {
      zh: '依次启动数据库、Consul、认证和各业务服务，第一个错误就以 1 退出',
      en: 'Starts databases, Consul, auth and the business services, and exits 1 at the first error',
    },
    { family: 'smart', risk: 1, warnings: [...smartStart, traps.anyAnswer] },
  ),
  known(
    'smart-startup-enhanced.sh',
    'start',
    {
      zh: '清理 Docker 后依次启动数据库、Consul、认证 8207、网关、业务服务和 AI，最后写启动报告',
      en: 'Prunes docker, then starts databases, Consul, auth 8207, gateway, business services and AI, and writes a report',
    },
    {
      family: 'smart',
      risk: 3,
      warnings: [
        ...[traps.volumes, traps.prune, traps.alwaysZero, traps.anyAnswer, ...smartStart],
        ...[traps.ignoresInterrupt],
        {
          zh: '它写的启动报告是固定文字，对勾不代表服务真的起来了',
          en: 'The report it writes is fixed text: its check marks prove nothing',
        },
      ],
    },
  ),
  known(
    'safe-shutdown.sh',
    'stop',
    {
      zh: '先备份并检查数据库，再让服务正常退出（30 秒），最后强制结束',
      en: 'Backs up and checks the database, asks services to end (30 s), then kills what is left',
    },
    {
      family: 'safe',
      risk: 1,
      warnings: [
        {
          zh: '没有 --backup-only 参数：带上它会真的关闭系统',
          en: 'Knows no --backup-only: with it the system is shut down all the same',
        },
      ],
    },
  ),
  known(
    'smart-shutdown.sh',
    'stop',
    {
      zh: '按 PID 停止所有 Zervigo 服务，再停止基础设施，最后写关闭报告',
      en: 'Stops all Zervigo services by PID, then the infrastructure, and writes a report',
    },
    { family: 'smart', risk: 2, warnings: [traps.byPort, traps.stopsDatabases] },
  ),
  known(
    'smart-shutdown-enhanced.sh',
    'stop',
    {
      zh: '按 PID 停止所有 Zervigo 服务和基础设施，归档日志，写关闭报告',
      en: 'Stops all Zervigo services and the infrastructure by PID, archives logs, writes a report',
    },
    { family: 'smart', risk: 2, warnings: [traps.byPort, traps.stopsDatabases] },
  ),
  known(
    'start-zervigo-future.sh',
    'start',
    {
      zh: '启动 75xx 端口方案的服务，并用 socat 把 7540 转到 7510',
      en: 'Starts the services of the 75xx plan and forwards 7540 to 7510 with socat',
    },
    {
      family: 'future',
      risk: 1,
      warnings: [
        traps.alwaysZero,
        {
          zh: '用的是 75xx 端口，和指南的 8xxx 方案对不上',
          en: 'Uses the 75xx ports, which are not those of the guide',
        },
      ],
    },
  ),
  known(
    'stop-zervigo-future.sh',
    'stop',
    { zh: '停止 75xx 端口方案的服务', en: 'Stops the services of the 75xx plan' },
    { family: 'future', risk: 2, warnings: [traps.byName] },
  ),
  known(
    'start-dev-environment.sh',
    'start',
    {
      zh: '以 start 或 stop 参数启动、停止 86xx 端口方案的开发环境',
      en: 'Starts or stops the development set-up of the 86xx plan, by its argument start or stop',
    },
    {
      family: 'dev',
      risk: 1,
      arguments: { start: ['start'], stop: ['stop'] },
      warnings: [
        {
          zh: '用的是 86xx 端口，和指南的 8xxx 方案对不上',
          en: 'Uses the 86xx ports, which are not those of the guide',
        },
      ],
    },
  ),
  known(
    'start-local-services.sh',
    'start',
    {
      zh: '启动 go-zervi 的本地服务（认证 8207、网关 9000 等），读取 configs/local.env',
      en: 'Starts the local services of go-zervi (auth 8207, gateway 9000 …), reading configs/local.env',
    },
    { family: 'go-zervi', risk: 1 },
  ),
  known(
    'stop-local-services.sh',
    'stop',
    { zh: '停止 go-zervi 的本地服务', en: 'Stops the local services of go-zervi' },
    { family: 'go-zervi', risk: 1 },
  ),
  known(
    'comprehensive_health_check.sh',
    'check',
    { zh: '检查各服务并打出 100 分制的分数', en: 'Checks the services and prints a score of 100' },
    { warnings: [traps.countsFailures] },
  ),
  ...['system-monitor.sh', 'monitor-services.sh', 'consul-health-monitor.sh'].map(monitor),
  ...['ai-service-health-monitor.sh'].map(monitor),
]

function monitor(name: string): KnownScript {
  const explains = {
    zh: '循环查看服务状态并写日志',
    en: 'Watches the services in a loop and writes a log',
  }
  return known(name, 'monitor', explains, { warnings: [traps.polls] })
}
