import { known, knownTraps as traps } from './known-traps'
import type { KnownScript } from './script-catalogue'

/** The scripts of the guide and of the Looma tree (UPSTREAM 4.3). */
export const loomaScripts: readonly KnownScript[] = [
  known(
    'quick_start.sh',
    'start',
    {
      zh: '检查虚拟环境、配置和端口，然后在后台启动 Looma CRM 并验证',
      en: 'Checks venv, configuration and ports, then starts Looma CRM in the background and verifies it',
    },
    { family: 'looma', risk: 0 },
  ),
  known(
    'start_looma_crm.sh',
    'start',
    {
      zh: '完整检查后启动 Looma CRM：会安装依赖、处理端口冲突、写启动报告',
      en: 'Starts Looma CRM after full checks: installs packages, resolves port conflicts, writes a report',
    },
    {
      family: 'looma',
      risk: 1,
      warnings: [
        {
          zh: '缺依赖时会自己联网安装，可能改动虚拟环境',
          en: 'Installs missing packages from the network by itself, which changes the venv',
        },
        {
          zh: '会自行处理端口冲突，可能结束占用 8888 的其他程序',
          en: 'Resolves port conflicts by itself and may end another program on 8888',
        },
      ],
    },
  ),
  known(
    'start_integration_test.sh',
    'start',
    {
      zh: '指南里的联调脚本：检查 Docker 和认证服务后启动 Looma CRM',
      en: 'The script of the guide: checks docker and auth, then starts Looma CRM',
    },
    { family: 'looma', risk: 1, warnings: [traps.anyAnswer] },
  ),
  known(
    'stop_looma_crm.sh',
    'stop',
    {
      zh: '结束 Looma CRM 进程、释放 8888 端口、关闭 Docker 服务、清理 Python 缓存',
      en: 'Ends Looma CRM, frees port 8888, stops its docker services, removes Python caches',
    },
    {
      family: 'looma',
      risk: 1,
      warnings: [
        {
          zh: '也会停止项目的 Docker 服务',
          en: 'Also stops the docker services of the project',
        },
      ],
    },
  ),
  known(
    'smart-shutdown.sh',
    'stop',
    {
      zh: '停止 8888 和 8206–8213 上的所有进程，归档日志，写关闭报告',
      en: 'Stops everything on 8888 and 8206–8213, archives logs, writes a report',
    },
    {
      family: 'looma',
      risk: 3,
      isOffered: false,
      warnings: [
        {
          zh: '会停掉 8206–8213，其中 8206 和 8207 是 Zervigo 的 AI 和认证服务',
          en: 'Stops 8206–8213; 8206 and 8207 are the AI and auth services of Zervigo',
        },
        traps.byPort,
        traps.alwaysZero,
      ],
    },
  ),
  known(
    'activate_venv.sh',
    'check',
    {
      zh: '激活虚拟环境；只对执行它的那个终端有效',
      en: 'Activates the venv, for the terminal it runs in alone',
    },
    {
      warnings: [
        {
          zh: '由控制台运行没有作用：控制台自己会使用项目的虚拟环境',
          en: 'Has no effect when the console runs it: the console uses the venv of the project itself',
        },
      ],
    },
  ),
  known('check_zervigo_status.sh', 'check', {
    zh: '逐个询问 Zervigo 服务的 /health',
    en: 'Asks each Zervigo service for /health',
  }),
  known(
    'manage_looma_crm_ai.sh',
    'unknown',
    {
      zh: '按参数管理 9000–9004 的 Looma AI 服务；不带参数会以 1 退出',
      en: 'Manages the Looma AI services on 9000–9004 by its argument; exits 1 without one',
    },
    {
      isOffered: false,
      risk: 2,
      warnings: [
        {
          zh: '需要的 compose 文件和目录不在源码里，却仍然显示成功',
          en: 'The compose file and folder it needs are not in the tree, yet it says success',
        },
      ],
    },
  ),
  known(
    'shutdown_looma_crm_ai.sh',
    'stop',
    {
      zh: '停止 Looma AI 的接口、数据库或监控，先问 y/N',
      en: 'Stops API, databases or monitoring of Looma AI, after asking y/N',
    },
    { family: 'looma-ai', risk: 2, isOffered: false, warnings: [traps.asks, traps.stopsDatabases] },
  ),
  known(
    'smart_microservice_startup.sh',
    'start',
    {
      zh: '检查独立数据库后启动 9000–9009 的微服务，写启动报告',
      en: 'Checks its own databases, starts the microservices on 9000–9009, writes a report',
    },
    { family: 'looma-ai', risk: 1, warnings: [traps.alwaysZero] },
  ),
  known(
    'start-looma-future.sh',
    'start',
    {
      zh: '用 Docker 启动 Looma 的数据库；不会启动 Looma CRM 本身',
      en: 'Starts the databases of Looma with docker; never starts Looma CRM itself',
    },
    {
      family: 'looma-future',
      risk: 2,
      warnings: [
        {
          zh: '不启动 Looma CRM 却显示成功',
          en: 'Says success without having started Looma CRM',
        },
      ],
    },
  ),
  known(
    'stop-looma-future.sh',
    'stop',
    {
      zh: '停止 Looma 的 Docker 服务，清理已停止的容器',
      en: 'Stops the docker services of Looma and prunes stopped containers',
    },
    {
      family: 'looma-future',
      risk: 2,
      warnings: [traps.byName, traps.prune],
    },
  ),
  known(
    'start_independent_ai_services.sh',
    'start',
    {
      zh: '启动独立的 Looma AI 服务；需要先有 MinerU 8000、模型 8002 和 Redis 6382',
      en: 'Starts the independent Looma AI services; needs MinerU 8000, models 8002 and Redis 6382 first',
    },
    { family: 'looma-ai', risk: 1 },
  ),
  known(
    'integrated_startup_test.sh',
    'test',
    { zh: '启动并测试两边，写 JSON 报告', en: 'Starts and tests both sides, writes a JSON report' },
    {
      warnings: [
        traps.countsFailures,
        {
          zh: '它写的 JSON 报告不是合法的 JSON',
          en: 'The JSON report it writes is not valid JSON',
        },
      ],
    },
  ),
  known(
    'complete_integration_test.sh',
    'test',
    { zh: '跑十项联调检查', en: 'Runs the ten checks of the joint test' },
    {
      warnings: [
        {
          zh: '把「没有权限」也算成通过：它的 10/10 里有四项其实失败了',
          en: 'Counts "permission denied" as passed: four of its 10/10 really failed',
        },
      ],
    },
  ),
  known(
    'get_jwt_token.sh',
    'test',
    { zh: '登录并取得 JWT', en: 'Logs in and fetches a JWT' },
    {
      warnings: [
        traps.tokenFile,
        {
          zh: '向 7530 的用户服务登录，不是指南里 8207 的认证服务',
          en: 'Logs in at the user service on 7530, not at the auth service on 8207',
        },
      ],
    },
  ),
]
