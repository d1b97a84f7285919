import type { ContainerAction, DockerStatus } from '../../shared/domain/docker'
import type { ProjectSide } from '../../shared/domain/projects'
import type { LogLine } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { StreamSink } from '../../shared/ipc'
import { sendComposeLog } from '../docker/compose-log'
import {
  checkService,
  composeFile,
  folderName,
  type ComposeFile,
  type composeTimes,
} from '../docker/compose-project'
import type { DockerCli } from '../docker/docker-cli'

/** Docker and the compose projects of the two sides. */
export interface DockerFeature {
  status(): Promise<DockerStatus>
  /** Without a service all of the side's project; answers with what is then. */
  act(side: ProjectSide, service: string | null, action: ContainerAction): Promise<DockerStatus>
  log(side: ProjectSide, service: string, sink: StreamSink<LogLine>): void
  dispose(): Promise<void>
}

export interface DockerDeps {
  /** The compose files that are used now, with absolute paths. */
  compose(): readonly { side: ProjectSide; file: string }[]
  cli: DockerCli
  mask: (text: string) => string
  now: () => number
  times?: typeof composeTimes
}

/** Makes the docker feature of one profile. */
export function createDocker(deps: DockerDeps): DockerFeature {
  const { cli, mask, now } = deps
  const end = new AbortController()
  /** Files of the projects that something is being done to. */
  const busy = new Set<string>()
  const running = new Set<Promise<unknown>>()

  const projectAt = (file: string): ComposeFile =>
    composeFile({ file, cli, ...(deps.times === undefined ? {} : { times: deps.times }) })
  const refuseIfOver = (): void => {
    if (end.signal.aborted) throw new OpsError('aborted', 'the profile is being left')
  }
  function tracked<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    )
    running.add(settled)
    void settled.then(() => running.delete(settled))
    return work
  }

  async function status(): Promise<DockerStatus> {
    refuseIfOver()
    const { state, detail, version, composeVersion } = await cli.look(end.signal)
    const files = deps.compose()
    const projects =
      state === 'ready'
        ? await Promise.all(files.map(({ side, file }) => projectAt(file).look(side, end.signal)))
        : files.map(({ side, file }) => {
            const problem = detail ?? state
            const nothing = { override: null, services: [], containers: [] }
            return { side, file, name: folderName(file), ...nothing, problem }
          })
    refuseIfOver()
    const masked = projects.map((project) => ({
      ...project,
      problem: project.problem === null ? null : mask(project.problem),
    }))
    return { at: now(), state, detail, version, composeVersion, projects: masked }
  }

  /** The project of a side; with several files the one that has the service. */
  async function projectOf(side: ProjectSide, service: string | null): Promise<ComposeFile> {
    const found = deps.compose().filter((one) => one.side === side)
    const [first, ...others] = found.map(({ file }) => projectAt(file))
    if (first === undefined) {
      throw new OpsError('unsupported', `${side} has no compose file`, { facts: { side } })
    }
    if (others.length === 0 || service === null) return first
    for (const project of [first, ...others]) {
      const plan = await project.plan(end.signal).catch(() => null)
      if (plan?.services.includes(service) === true) return project
    }
    return first
  }

  async function act(side: ProjectSide, service: string | null, action: ContainerAction) {
    refuseIfOver()
    if (service !== null) checkService(service)
    const project = await projectOf(side, service)
    if (busy.has(project.file)) {
      throw new OpsError('busy', `${side}: another docker action is under way`, { facts: { side } })
    }
    busy.add(project.file)
    try {
      await project.act(action, service, { signal: end.signal })
    } finally {
      busy.delete(project.file)
    }
    return status()
  }

  return {
    status: () => tracked(status()),
    act: (side, service, action) => tracked(act(side, service, action)),
    log(side, service, sink) {
      refuseIfOver()
      checkService(service)
      const sending = projectOf(side, service).then(
        (compose) => sendComposeLog({ compose, cli, service, mask, now, end: end.signal }, sink),
        (error: unknown) => sink.fail(error),
      )
      void tracked(sending)
    },
    async dispose() {
      end.abort()
      await Promise.all(running)
    },
  }
}
