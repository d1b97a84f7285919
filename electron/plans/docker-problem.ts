import type { StepProblem } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import type { OpsError } from '../../shared/errors'

type Facts = OpsError['facts']

const lookAtLog: Bilingual = {
  zh: '在 Docker 面板看这个容器的日志，解决后重试',
  en: 'See the log of this container on the Docker panel, then try again',
}
const lookAtDocker: Bilingual = {
  zh: '看这一步的输出和 Docker 面板：Docker 没在运行就先启动它，然后重试',
  en: 'See the output of this step and the Docker panel: start Docker when it does not run, then try again',
}

/** What docker could not do; null when the failure is none of docker's. */
export function dockerProblemOf(facts: Facts, message: string): StepProblem | null {
  const reason = String(facts['code'])
  if (!reason.startsWith('docker-')) return null
  const service = String(facts['service'] ?? '?')
  const told = ((): { zh: string; en: string; hint: Bilingual } => {
    if (reason === 'docker-not-up') {
      return { zh: `compose 服务 ${service} 没有运行`, en: 'Not up', hint: lookAtLog }
    }
    if (reason === 'docker-still-running') {
      return { zh: `compose 服务 ${service} 停不下来`, en: 'Not stopped', hint: lookAtLog }
    }
    return { zh: 'docker compose 没有成功', en: 'docker compose failed', hint: lookAtDocker }
  })()
  return {
    code: reason.toUpperCase().replaceAll('-', '_'),
    message: { zh: `${told.zh}：${message}`, en: `${told.en}: ${message}` },
    hint: told.hint,
    port: null,
  }
}
