import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectLogs, serviceLogs } from './project-logs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '项目 '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the logs of a project', () => {
  it('are found in its logs folder and told by the service they are named after', () => {
    mkdirSync(join(folder, 'logs'))
    const names = ['auth.log', 'job-service.log', 'looma_crm.log', 'smart-startup.log', 'auth.pid']
    for (const name of names) writeFileSync(join(folder, 'logs', name), '')
    expect(projectLogs(folder)).toHaveLength(4)
    expect(serviceLogs(folder)).toEqual([
      { service: 'auth', file: join(folder, 'logs', 'auth.log') },
      { service: 'job', file: join(folder, 'logs', 'job-service.log') },
      { service: 'looma', file: join(folder, 'logs', 'looma_crm.log') },
    ])
  })

  it('are none where there is no folder', () => {
    expect(serviceLogs(join(folder, 'nowhere'))).toEqual([])
  })
})
