import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { presets } from './presets'
import { createProfileLibrary, readProfileFile } from './library'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const text = JSON.stringify({ ...presets[0], id: 'mine', name: '我的环境' })

describe('profile library', () => {
  it('stores a checked profile and finds it again', async () => {
    const library = createProfileLibrary(join(folder, 'profiles'))
    expect((await library.add(text, '我的.json')).ok).toBe(true)
    expect(await library.get('mine')).toMatchObject({ id: 'mine', name: '我的环境' })
  })

  it('writes nothing when the profile is wrong', async () => {
    const library = createProfileLibrary(folder)
    expect((await library.add('{', 'x.json')).ok).toBe(false)
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps the embedded stack’s id for itself', async () => {
    const added = await createProfileLibrary(folder).add(text.replace('"mine"', '"embedded"'), 'x')
    expect(added).toMatchObject({ ok: false, problems: [{ path: '$.id' }] })
  })

  it('lists a damaged file with its problems and refuses to use it', async () => {
    await writeFile(join(folder, 'bad.json'), '{"name": 1}')
    const library = createProfileLibrary(folder)
    const bad = (await library.list()).find((entry) => entry.id === 'bad')
    expect(bad?.parsed.ok).toBe(false)
    await expect(library.get('bad')).rejects.toMatchObject({ code: 'profile' })
    await expect(library.get('nobody')).rejects.toMatchObject({ code: 'profile' })
  })

  it('names path and value when a command line’s file is wrong', async () => {
    const file = join(folder, 'p.json')
    await writeFile(file, JSON.stringify({ name: 'x', looma: { url: 'nonsense' } }))
    await expect(readProfileFile(file)).rejects.toThrow(/\$\.looma\.url: nonsense/)
    await expect(readProfileFile(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'profile',
    })
  })
})
