import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Project, ProjectLaunch } from '../../shared/domain/projects'
import { createTestFolder, type TestFolder } from '../projects/test-folder'
import { connect } from '../store/connection'
import { openStore, type Store } from '../store/database'
import { createProjects, type ProjectsDeps } from './projects'

let folder: TestFolder
let data: string
let store: Store
let running: boolean
let changed: string[]
beforeEach(() => {
  folder = createTestFolder()
  data = mkdtempSync(join(tmpdir(), 'projects-'))
  store = openStore({ file: join(data, 'console.db'), now: () => 0 })
  running = false
  changed = []
  for (const name of ['quick_start.sh', 'stop_looma_crm.sh', 'own.sh']) {
    folder.write(name, '#!/bin/sh\n', 0o755)
  }
})
afterEach(() => {
  store.close()
  folder.dispose()
  rmSync(data, { recursive: true, force: true })
})

function projects(more: Partial<ProjectsDeps> = {}) {
  return createProjects({
    ...{ profileId: 'p', kind: 'remote', choices: store.projects },
    askForFolder: () => Promise.resolve(folder.path),
    isRunning: () => running,
    inProfile: (side) => side === 'zervigo',
    onLaunch: (side) => void changed.push(side),
    ...more,
  })
}
const looma = (list: Project[]): Project | undefined => list.find(({ side }) => side === 'looma')
const quick: ProjectLaunch = { kind: 'script', start: 'quick_start.sh', stop: 'stop_looma_crm.sh' }

describe('projects', () => {
  it('begin without a folder, are chosen, launched and forgotten', async () => {
    const feature = projects()
    expect(await feature.list()).toMatchObject([
      { side: 'zervigo', folder: null, problem: null, isInProfile: true },
      { side: 'looma', folder: null, launch: null, offers: [], isInProfile: false },
    ])
    const chosen = looma(await feature.choose('looma'))
    expect(chosen).toMatchObject({ folder: folder.path, launch: null, problem: null })
    expect(chosen?.offers).toContainEqual(quick)
    expect(looma(await feature.launch('looma', quick))?.launch).toEqual(quick)
    expect(looma(await projects().list())?.launch).toEqual(quick)
    expect(looma(await projects({ profileId: 'q' }).list())?.folder).toBeNull()
    expect(looma(await feature.launch('looma', null))?.launch).toBeNull()
    expect(looma(await feature.forget('looma'))?.folder).toBeNull()
    expect(changed).toEqual(['looma', 'looma', 'looma', 'looma'])
  })

  it('stay as they are when nobody chose a folder', async () => {
    await projects().choose('looma')
    changed = []
    const list = await projects({ askForFolder: () => Promise.resolve(null) }).choose('looma')
    expect(looma(list)?.folder).toBe(folder.path)
    expect(changed).toEqual([])
  })

  it('keep the launch only where the new folder has it too', async () => {
    const feature = projects()
    await feature.choose('looma')
    await feature.launch('looma', quick)
    expect(looma(await feature.choose('looma'))?.launch).toEqual(quick)
    const empty = join(data)
    const moved = await projects({ askForFolder: () => Promise.resolve(empty) }).choose('looma')
    expect(looma(moved)).toMatchObject({ folder: empty, launch: null, problem: 'not-a-project' })
  })

  it.each<[string, ProjectLaunch]>([
    ['nobody found', { kind: 'script', start: 'gone.sh', stop: null }],
    ['lies outside', { kind: 'script', start: '../x.sh', stop: null }],
    ['stops', { kind: 'script', start: 'stop_looma_crm.sh', stop: null }],
    ['starts as its stop', { kind: 'script', start: 'own.sh', stop: 'quick_start.sh' }],
    ['is no compose file', { kind: 'compose', file: 'own.sh' }],
    ['is not there', { kind: 'app' }],
  ])('refuse a launch that %s', async (_name, launch) => {
    const feature = projects()
    await feature.choose('looma')
    await expect(feature.launch('looma', launch)).rejects.toMatchObject({ code: 'rejected' })
    expect(looma(await feature.list())?.launch).toBeNull()
  })

  it('refuse a launch before there is a folder', async () => {
    await expect(projects().launch('looma', quick)).rejects.toMatchObject({ code: 'rejected' })
  })

  it('cannot be changed while they run, also when they began meanwhile', async () => {
    const feature = projects()
    await feature.choose('looma')
    running = true
    await expect(feature.choose('looma')).rejects.toMatchObject({ code: 'busy' })
    await expect(feature.launch('looma', quick)).rejects.toMatchObject({ code: 'busy' })
    await expect(feature.forget('looma')).rejects.toMatchObject({ code: 'busy' })
    running = false
    const late = projects({
      askForFolder: () => {
        running = true
        return Promise.resolve(data)
      },
    })
    await expect(late.choose('looma')).rejects.toMatchObject({ code: 'busy' })
    expect(looma(await feature.list())).toMatchObject({ folder: folder.path, isRunning: true })
  })

  it('ask one person one question at a time', async () => {
    let answer: (folder: string | null) => void = () => undefined
    const asked = new Promise<string | null>((resolve) => (answer = resolve))
    const feature = projects({ askForFolder: () => asked })
    const first = feature.choose('looma')
    await expect(feature.choose('zervigo')).rejects.toMatchObject({ code: 'busy' })
    answer(null)
    await first
  })

  it('are none of the embedded stack’s business', async () => {
    const feature = projects({ kind: 'embedded' })
    await expect(feature.choose('looma')).rejects.toMatchObject({ code: 'unsupported' })
    await expect(feature.launch('looma', null)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(feature.forget('looma')).rejects.toMatchObject({ code: 'unsupported' })
    expect(await feature.list()).toHaveLength(2)
  })

  it('read past what is damaged on the disk', async () => {
    await projects().choose('looma')
    store.projects.save('p', 'zervigo', { folder: folder.path, launch: null })
    const raw = connect(join(data, 'console.db'))
    raw.prepare("UPDATE project_choices SET choice = '{' WHERE side = 'zervigo'").run()
    const text = JSON.stringify({ folder: folder.path, launch: { kind: 'from-the-future' } })
    raw.prepare("UPDATE project_choices SET choice = ? WHERE side = 'looma'").run(text)
    raw.close()
    expect(store.projects.get('p', 'zervigo')).toBeNull()
    expect(store.projects.get('p', 'looma')).toEqual({ folder: folder.path, launch: null })
  })
})
