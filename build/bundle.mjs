import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, say } from './commands.mjs'
import { createStamps, digestOf } from './fresh.mjs'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const dist = path.join(root, 'dist')

/** What stays outside the bundles: Electron itself, Node itself, and the native database. */
const external = ['electron', /^node:/, ...builtinModules, 'libsql', /^@libsql\//]

/** Everything that is built, by name. */
const bundles = {
  main: { entry: 'electron/main.ts', folder: 'electron', file: 'main.js', format: 'es' },
  service: {
    entry: 'electron/localstack/service.ts',
    folder: 'electron',
    file: 'service.js',
    format: 'es',
  },
  cli: { entry: 'electron/cli/main.ts', folder: 'electron', file: 'cli.js', format: 'es' },
  drill: { entry: 'e2e/drill/main.ts', folder: 'drill', file: 'drill.js', format: 'es' },
  soak: { entry: 'e2e/soak/main.ts', folder: 'soak', file: 'soak.js', format: 'es' },
  harness: {
    entry: 'electron/process/crash-harness.ts',
    folder: 'soak',
    file: 'harness.js',
    format: 'es',
  },
  bench: { entry: 'e2e/bench/main.ts', folder: 'bench', file: 'bench.js', format: 'es' },
  preload: { entry: 'electron/preload.ts', folder: 'preload', file: 'preload.cjs', format: 'cjs' },
}

const tools = ['build/bundle.mjs', 'build/fresh.mjs', 'package.json', 'package-lock.json']
const nodeSources = ['electron', 'shared', ...tools]
/** The drill brings fixtures of its own; the product's bundles do not depend on them. */
const drillSources = [...nodeSources, 'e2e/drill', 'e2e/fixtures']
const soakSources = [...nodeSources, 'e2e/soak']
const benchSources = [...nodeSources, 'e2e/bench']
const pageSources = ['renderer', 'shared', ...tools]

const stamps = createStamps(path.join(dist, '.stamps'))

/** Bundles that the command line needs, those of the drill, the soak and the bench, and those of the window. */
export const cliBundles = ['service', 'cli']
export const drillBundles = ['service', 'drill']
export const soakBundles = ['soak', 'harness']
export const allBundles = ['main', 'preload', 'service', 'cli', 'page']
export const benchBundles = [...allBundles, 'bench']

/** Builds the named bundles whose sources changed since they were last built. */
export async function buildStale(names = allBundles) {
  const nodeDigest = digestOf(root, nodeSources)
  const digestIf = (name, sources) => (names.includes(name) ? digestOf(root, sources) : '')
  const own = {
    page: digestIf('page', pageSources),
    drill: digestIf('drill', drillSources),
    soak: digestIf('soak', soakSources),
    bench: digestIf('bench', benchSources),
  }
  const digestFor = (name) => own[name] ?? nodeDigest
  for (const name of names) {
    if (stamps.isFresh(name, digestFor(name))) continue
    const startedAt = Date.now()
    if (!(await build(name))) continue
    await stamps.write(name, digestFor(name))
    say(`built ${name} (${Date.now() - startedAt} ms)`)
  }
}

/** Makes the next start build these again, e.g. after a development build wrote over them. */
export async function forgetBundles(names) {
  for (const name of names) await stamps.forget(name)
}

async function build(name) {
  const vite = await import('vite')
  if (name === 'page') return buildPage(vite)
  const bundle = bundles[name]
  if (!existsSync(path.join(root, bundle.entry))) return false
  // Written aside and renamed, so that a program that is starting never reads half a file.
  const aside = path.join(dist, `.${name}-${process.pid}`)
  try {
    await vite.build(nodeConfig(name, { outDir: aside }))
    await mkdir(path.join(dist, bundle.folder), { recursive: true })
    for (const file of await readdir(aside)) {
      await rename(path.join(aside, file), path.join(dist, bundle.folder, file))
    }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return true
}

async function buildPage(vite) {
  const configFile = path.join(root, 'renderer/vite.config.ts')
  if (!existsSync(configFile)) return false
  await vite.build({ configFile, root: path.join(root, 'renderer'), logLevel: 'warn' })
  return true
}

/**
 * Vite's configuration of one Node bundle: a single file with everything it needs inside. Of the
 * main bundle, what the window does not need to open is a file of its own.
 */
export function nodeConfig(name, { outDir, devServer = null, watch = null } = {}) {
  const { entry, folder, file, format } = bundles[name]
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: {
      __DEV_SERVER__: JSON.stringify(devServer),
      __APP_VERSION__: JSON.stringify(manifest.version),
    },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.join(root, entry),
      outDir: outDir ?? path.join(dist, folder),
      emptyOutDir: false,
      target: 'node20.18',
      minify: false,
      watch,
      rolldownOptions: {
        external,
        output:
          name === 'main'
            ? { format, entryFileNames: file, chunkFileNames: 'main-[name].js' }
            : { format, entryFileNames: file, codeSplitting: false },
      },
    },
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await forgetBundles(allBundles)
  await buildStale().catch((error) => {
    say(error.message)
    process.exitCode = 1
  })
}
