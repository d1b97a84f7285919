import type { StepProblem } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { StepSpec } from '../plans/step'
import type { DockerCli } from './docker-cli'
import type { DockerFault } from './docker-fault'

/** `mentioned` is docker in a script's text: the script may do without. */
export type DockerNeed = 'required' | 'mentioned' | 'none'

export interface DockerCheckDeps {
  cli: Pick<DockerCli, 'look'>
  need: DockerNeed
  platform?: NodeJS.Platform
}

/** The step that sees to it that docker can be used before anything needs it. */
export function dockerCheck({ cli, need, platform }: DockerCheckDeps): StepSpec {
  return {
    ...{ id: 'docker', kind: 'docker', subject: null, warnings: [] },
    title: { zh: '检查 Docker', en: 'Check Docker' },
    command: need === 'none' ? null : 'docker version && docker compose version',
    async run({ signal, line }) {
      if (need === 'none') {
        return {
          state: 'skipped',
          reason: {
            zh: '没有任何一项用到 Docker',
            en: 'Nothing of this plan uses Docker',
          },
        }
      }
      const { state, detail, version, composeVersion } = await cli.look(signal)
      // A cancelled look says nothing about docker.
      if (signal.aborted) throw new OpsError('aborted', 'the look at docker was cancelled')
      if (state === 'ready') {
        const versions = `Docker ${version ?? '?'}, Compose ${composeVersion ?? '?'}`
        line(versions)
        return { state: 'done', result: { zh: `可以使用：${versions}`, en: `Usable: ${versions}` } }
      }
      if (detail !== null) line(detail)
      const problem = dockerProblem(state, detail, platform)
      if (need === 'required') return { state: 'failed', problem }
      return {
        state: 'warned',
        result: {
          zh: `${problem.message.zh}；只有脚本里提到它，先继续`,
          en: `${problem.message.en}; only a script mentions it, going on`,
        },
        warnings: [problem.hint],
      }
    },
  }
}

const causes: Readonly<Record<DockerFault, Bilingual>> = {
  'not-installed': { zh: '没有安装 Docker', en: 'Docker is not installed' },
  'not-running': { zh: 'Docker 没有运行', en: 'Docker is not running' },
  'not-permitted': {
    zh: '当前用户没有使用 Docker 的权限',
    en: 'This user may not use Docker',
  },
  'no-compose': { zh: 'Docker 没有 compose', en: 'Docker comes without compose' },
  failed: { zh: 'Docker 没有正常回答', en: 'Docker did not answer properly' },
}

/** What keeps docker from being used, and what a person does about it on this system. */
export function dockerProblem(
  fault: DockerFault,
  detail: string | null,
  platform: NodeJS.Platform = process.platform,
): StepProblem {
  const said = detail === null ? '' : detail
  const { zh, en } = causes[fault]
  return {
    code: `DOCKER_${fault.toUpperCase().replaceAll('-', '_')}`,
    message: said === '' ? { zh, en } : { zh: `${zh}：${said}`, en: `${en}: ${said}` },
    hint: hintOf(fault, platform),
    port: null,
  }
}

function hintOf(fault: DockerFault, platform: NodeJS.Platform): Bilingual {
  const isLinux = platform !== 'darwin' && platform !== 'win32'
  if (fault === 'not-installed') {
    return isLinux
      ? {
          zh: '安装 Docker Engine 和 docker-compose-plugin，然后重试',
          en: 'Install Docker Engine and docker-compose-plugin, then try again',
        }
      : { zh: '安装 Docker Desktop，然后重试', en: 'Install Docker Desktop, then try again' }
  }
  if (fault === 'not-running') {
    return isLinux
      ? {
          zh: '运行 sudo systemctl start docker，然后重试',
          en: 'Run sudo systemctl start docker, then try again',
        }
      : {
          zh: '打开 Docker Desktop，等它显示正在运行，然后重试',
          en: 'Open Docker Desktop, wait until it says it is running, then try again',
        }
  }
  if (fault === 'not-permitted') {
    return isLinux
      ? {
          zh: '运行 sudo usermod -aG docker $USER，注销后重新登录，再重试',
          en: 'Run sudo usermod -aG docker $USER, sign out and in again, then try again',
        }
      : {
          zh: '用有权限的用户打开 Docker Desktop，然后重试',
          en: 'Open Docker Desktop as a user who may use it, then try again',
        }
  }
  if (fault === 'no-compose') {
    return isLinux
      ? {
          zh: '安装 docker-compose-plugin（docker compose version 应能显示版本），然后重试',
          en: 'Install docker-compose-plugin (docker compose version shows it), then try again',
        }
      : { zh: '更新 Docker Desktop，然后重试', en: 'Update Docker Desktop, then try again' }
  }
  return {
    zh: '在终端运行 docker version 看它怎么说；解决后重试',
    en: 'Run docker version in a terminal and see what it says; then try again',
  }
}
