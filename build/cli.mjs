import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale, cliBundles } from './bundle.mjs'
import { root } from './commands.mjs'
import { checkNode } from './setup.mjs'

checkNode()
await buildStale(cliBundles)

const script = path.join(root, 'dist/electron/cli.js')
process.argv[1] = script
await import(pathToFileURL(script).href)
