import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What never changes a bundle: tests, and compiler state. */
const ignored = /\.(test|spec)\.tsx?$|\.tsbuildinfo$/

/** A digest over the content of files and of everything inside folders; missing ones count as such. */
export function digestOf(root, entries) {
  const hash = createHash('sha256')
  for (const entry of entries) {
    const absolute = path.join(root, entry)
    if (!existsSync(absolute)) {
      hash.update(`${entry}\0missing\0`)
      continue
    }
    for (const file of listFiles(absolute)) {
      hash.update(`${path.relative(root, file)}\0`)
      hash.update(readFileSync(file))
      hash.update('\0')
    }
  }
  return hash.digest('hex')
}

function listFiles(absolute) {
  const entries = readEntries(absolute)
  if (entries === null) return [absolute]
  return entries
    .filter((entry) => entry.isFile() && !ignored.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function readEntries(absolute) {
  try {
    return readdirSync(absolute, { recursive: true, withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}

/** Remembers per bundle which sources it was built from. */
export function createStamps(folder) {
  const fileOf = (name) => path.join(folder, `${name}.digest`)
  return {
    isFresh(name, digest) {
      const file = fileOf(name)
      return existsSync(file) && readFileSync(file, 'utf8') === digest
    },
    async write(name, digest) {
      await mkdir(folder, { recursive: true })
      const next = `${fileOf(name)}.${process.pid}`
      await writeFile(next, digest)
      await rename(next, fileOf(name))
    },
    forget: (name) => rm(fileOf(name), { force: true }),
  }
}
