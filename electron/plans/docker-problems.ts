import type { StepProblem } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import type { OpsError } from '../../shared/errors'

/** What docker refused to do, as a cause and the next step. */
interface DockerProblem {
  code: string
  message(facts: OpsError['facts']): Bilingual
  hint: Bilingual
}

const service = (facts: OpsError['facts']): string => String(facts['service'] ?? '?')

/** By the `code` in the facts of the error. */
const dockerProblems: Readonly<Record<string, DockerProblem>> = {
  'docker-not-up': {
    code: 'DOCKER_NOT_UP',
    message: (facts) => ({
      zh: `容器服务 ${service(facts)} 没有运行起来`,
      en: `The container of ${service(facts)} does not run`,
    }),
    hint: {
      zh: '到“容器”页看它的状态、退出码和日志；改正后重试',
      en: 'See its state, exit code and log under Containers; correct it and try again',
    },
  },
  'docker-still-running': {
    code: 'DOCKER_STILL_RUNNING',
    message: (facts) => ({
      zh: `容器服务 ${service(facts)} 停止后仍在运行`,
      en: `The container of ${service(facts)} still runs after the stop`,
    }),
    hint: {
      zh: '到“容器”页再停一次；它可能设有自动重启',
      en: 'Stop it again under Containers; it may be set to restart by itself',
    },
  },
  'docker-not-installed': {
    code: 'DOCKER_NOT_INSTALLED',
    message: () => ({ zh: '没有安装 Docker', en: 'Docker is not installed' }),
    hint: { zh: '安装 Docker 后重试', en: 'Install docker, then try again' },
  },
  'docker-not-running': {
    code: 'DOCKER_NOT_RUNNING',
    message: () => ({ zh: 'Docker 没有运行', en: 'Docker is not running' }),
    hint: {
      zh: '启动 Docker Desktop，或运行 sudo systemctl start docker，然后重试',
      en: 'Start Docker Desktop, or run sudo systemctl start docker, then try again',
    },
  },
  'docker-not-permitted': {
    code: 'DOCKER_NOT_PERMITTED',
    message: () => ({
      zh: '当前用户没有使用 Docker 的权限',
      en: 'This user may not use docker',
    }),
    hint: {
      zh: '把当前用户加入 docker 组并重新登录，然后重试',
      en: 'Add this user to the docker group, log in again, then try again',
    },
  },
  'docker-no-compose': {
    code: 'DOCKER_NO_COMPOSE',
    message: () => ({ zh: '没有 docker compose', en: 'There is no docker compose' }),
    hint: {
      zh: '安装 compose 插件（docker-compose-plugin）后重试',
      en: 'Install the compose plug-in (docker-compose-plugin), then try again',
    },
  },
}

/** What docker could not do; null when the failure is none of docker's. */
export function dockerProblemOf(facts: OpsError['facts'], said: string): StepProblem | null {
  const reason = String(facts['code'])
  if (!reason.startsWith('docker-')) return null
  const { code, message, hint } = dockerProblems[reason] ?? failed
  const { zh, en } = message(facts)
  return { code, message: { zh: `${zh}：${said}`, en: `${en}: ${said}` }, hint, port: null }
}

const failed: DockerProblem = {
  code: 'DOCKER_FAILED',
  message: () => ({ zh: 'docker compose 没有成功', en: 'docker compose failed' }),
  hint: {
    zh: '看这一步的输出和“容器”页，解决后重试',
    en: 'See the output of this step and the containers, then try again',
  },
}
