import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const projectDir = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles the service script beside `node_modules`, so that the native database module is found. */
export async function buildServiceForTests(): Promise<{
  script: string
  remove: () => Promise<void>
}> {
  const outDir = await mkdtemp(join(projectDir, 'node_modules', '.localstack-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectDir,
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: fileURLToPath(new URL('service.ts', import.meta.url)),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'service.mjs' } },
    },
  })
  return {
    script: join(outDir, 'service.mjs'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  }
}
